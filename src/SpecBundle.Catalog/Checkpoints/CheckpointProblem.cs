namespace SpeculativeDecoding;

/// <summary>Something about a checkpoint that a server would end with, or answer nonsense with; found by looking at its files.</summary>
public sealed record CheckpointProblem
{
    /// <summary>What is wrong.</summary>
    public required CheckpointProblemKind Kind { get; init; }

    /// <summary>The folder or the repository, for example <c>/models/draft</c>.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The file, as a path inside the checkpoint, for example <c>model.safetensors</c>; null where the problem is of no single one.</summary>
    public string? File { get; init => field = value is null ? null : Printable.Name(value); }

    /// <summary>The tensor, for example <c>fc.weight</c>; null where the problem is of no single one.</summary>
    public string? Tensor { get; init => field = value is null ? null : Printable.Name(value); }

    /// <summary>The number that was found: bytes of a file, or a side of a tensor; null where there is none.</summary>
    public long? Found { get; init; }

    /// <summary>The number that was expected in its place; null where there is none.</summary>
    public long? Expected { get; init; }

    /// <summary>What is wrong, in one sentence with file and numbers.</summary>
    public required string Message { get; init => field = Printable.Of(value); }

    /// <summary>What to do about it, in one or two sentences.</summary>
    public required string Remedy { get; init => field = Printable.Of(value); }

    /// <summary>The message and the remedy.</summary>
    /// <returns>Both, one after the other.</returns>
    public override string ToString() => $"{Message} {Remedy}";
}
