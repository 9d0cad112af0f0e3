namespace SpeculativeDecoding;

/// <summary>One cell of the published benchmark of the SpecBundle release.</summary>
/// <param name="Benchmark">Its name, for example <c>gsm8k</c>.</param>
/// <param name="BatchSize">Requests at once.</param>
/// <param name="Draft">The draft as the published data calls it; null for the baseline without speculation.</param>
/// <param name="Speculation">The three numbers; null for the baseline.</param>
/// <param name="OutputThroughput">Output tokens per second over all requests.</param>
/// <param name="AcceptLength">Mean tokens per verify step; null for the baseline, which verifies nothing.</param>
public sealed record PublishedResult(
    string Benchmark, int BatchSize, string? Draft, SpeculationSettings? Speculation, double OutputThroughput, double? AcceptLength);
