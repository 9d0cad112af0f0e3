namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a file of request records holds.</summary>
/// <param name="Records">The records, in the order they were written.</param>
/// <param name="TornLine">What is left of a last line whose writer died in it; null when the file is whole.</param>
public sealed record RequestLogContents(IReadOnlyList<RequestRecord> Records, string? TornLine);
