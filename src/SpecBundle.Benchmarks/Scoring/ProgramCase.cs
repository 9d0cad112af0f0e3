namespace SpeculativeDecoding.Benchmarks;

/// <summary>One input and the output expected of it.</summary>
/// <param name="Input">Standard input, or one JSON value a line for each argument of the function.</param>
/// <param name="Output">Standard output, or the JSON value returned.</param>
public sealed record ProgramCase(string Input, string Output);
