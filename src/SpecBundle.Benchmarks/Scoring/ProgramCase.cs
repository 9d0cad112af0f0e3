namespace SpeculativeDecoding.Benchmarks;

/// <summary>One input and the output expected of it.</summary>
public sealed record ProgramCase
{
    /// <summary>Standard input, or one JSON value a line for each argument of the function.</summary>
    public required string Input { get; init; }

    /// <summary>Standard output, or the JSON value returned.</summary>
    public required string Output { get; init; }
}
