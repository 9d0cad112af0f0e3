namespace SpeculativeDecoding.Benchmarks;

/// <summary>How a program that a model wrote is put to the test. Python throughout.</summary>
public sealed record ProgramTests
{
    /// <summary>Code that runs after the model's and raises where that is wrong; null when <see cref="Cases"/> decide.</summary>
    public string? Code { get; init; }

    /// <summary>The function under test; null when the tests know it themselves.</summary>
    public string? EntryPoint { get; init; }

    /// <summary>Inputs with the outputs expected; empty when <see cref="Code"/> decides.</summary>
    public IReadOnlyList<ProgramCase> Cases { get; init; } = [];

    /// <summary>What is left out of the tests, in a line for the score; null for nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>One input and the output expected of it.</summary>
public sealed record ProgramCase
{
    /// <summary>Standard input, or one JSON value a line for each argument of the function.</summary>
    public required string Input { get; init; }

    /// <summary>Standard output, or the JSON value returned.</summary>
    public required string Output { get; init; }
}
