namespace SpeculativeDecoding.Benchmarks;

/// <summary>How far a benchmark is.</summary>
/// <param name="Message">What is done, for people: a server that starts, a workload that runs.</param>
/// <param name="Configuration">The configuration; null before the first.</param>
/// <param name="Workload">The workload; null while none runs.</param>
/// <param name="Done">Requests that ended, of all configurations, those of an earlier session included.</param>
/// <param name="Total">Requests in all.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="AcceptLength">Of this configuration and workload so far, a ratio of sums; null without speculation.</param>
/// <param name="OutputThroughput">Tokens a second of this configuration and workload so far; null before the first answer.</param>
/// <param name="Elapsed">Since the benchmark began.</param>
/// <param name="Remaining">The time left, by the requests done; null while there is nothing to tell it by.</param>
public sealed record BenchmarkProgress(
    string Message,
    string? Configuration,
    string? Workload,
    int Done,
    int Total,
    int Failed,
    double? AcceptLength,
    double? OutputThroughput,
    TimeSpan Elapsed,
    TimeSpan? Remaining);
