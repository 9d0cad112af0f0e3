namespace SpeculativeDecoding;

/// <summary>A reason why no launch plan can be made, and the way out.</summary>
public sealed record PlanProblem
{
    /// <summary>What is wrong, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, in one or two sentences.</summary>
    public required string Remedy { get; init; }

    /// <summary>What a look at the files of target or draft found; null where the problem is another.</summary>
    public CheckpointProblem? Checkpoint { get; init; }

    /// <summary>The message and the remedy.</summary>
    /// <returns>Both, one after the other.</returns>
    public override string ToString() => $"{Message} {Remedy}";
}
