namespace SpeculativeDecoding.Benchmarks;

/// <summary>How far a benchmark is.</summary>
public sealed record BenchmarkProgress
{
    /// <summary>What is done, for people: a server that starts, a workload that runs.</summary>
    public required string Message { get; init; }

    /// <summary>The configuration; null before the first.</summary>
    /// <value>The default value is null.</value>
    public string? Configuration { get; init; }

    /// <summary>The workload; null while none runs.</summary>
    /// <value>The default value is null.</value>
    public string? Workload { get; init; }

    /// <summary>Why the configuration failed; null while it has not.</summary>
    /// <value>The default value is null.</value>
    public string? Failure { get; init; }

    /// <summary>Requests that ended, of all configurations, those of an earlier session included.</summary>
    public int Done { get; init; }

    /// <summary>Requests in all.</summary>
    public int Total { get; init; }

    /// <summary>Requests that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Of this configuration and workload so far, a ratio of sums; null without speculation.</summary>
    /// <value>The default value is null.</value>
    public double? AcceptLength { get; init; }

    /// <summary>Tokens a second of this configuration and workload so far; null before the first answer.</summary>
    /// <value>The default value is null.</value>
    public double? OutputThroughput { get; init; }

    /// <summary>Since the benchmark began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The time left, by the requests done; null while there is nothing to tell it by.</summary>
    /// <value>The default value is null.</value>
    public TimeSpan? Remaining { get; init; }
}
