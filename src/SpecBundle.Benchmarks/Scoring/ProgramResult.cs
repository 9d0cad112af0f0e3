namespace SpeculativeDecoding.Benchmarks;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was ended at a limit.</param>
/// <param name="Limit">The limit it was ended at, in words; null when it ended by itself.</param>
/// <param name="Output">The start of its standard output.</param>
/// <param name="Error">The start of its standard error.</param>
public sealed record ProgramResult(int? ExitCode, string? Limit, string Output, string Error);
