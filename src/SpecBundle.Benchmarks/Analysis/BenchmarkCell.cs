namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The figures of one configuration on one workload, or on one category of it. All of them follow from the records. Times
/// are in seconds; ratios are ratios of sums over the finished requests; what is not known is null.
/// </summary>
public sealed record BenchmarkCell
{
    /// <summary>"batch,steps,top-k,draft tokens".</summary>
    public required string Configuration { get; init; }

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>The category; null for the whole workload.</summary>
    public string? Category { get; init; }

    /// <summary>Requests, the failed ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Requests that failed; they count in no figure but goodput and wall time.</summary>
    public int Failed { get; init; }

    /// <summary>Prompts with a finished request, each once, however often it was asked: how many independent observations the figures rest on.</summary>
    public int Prompts { get; init; }

    /// <summary>Tokens of the finished answers; null where the server did not count.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Completion tokens / verify steps, as SGLang defines it; null without speculation.</summary>
    public ConfidenceInterval? AcceptLength { get; init; }

    /// <summary>(Completion tokens - one a request) / verify steps: without the first token, which the prefill makes.</summary>
    public ConfidenceInterval? TokensPerVerifyStep { get; init; }

    /// <summary>From the moment the first request was due to the last one's end, summed over sessions; null for a category, whose requests run among others.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>Completion tokens / wall time. The interval takes the mean number of requests in flight as given. Null for a category.</summary>
    public ConfidenceInterval? OutputThroughput { get; init; }

    /// <summary>Σ completion tokens / Σ seconds from sending to the end: the speed that one user sees.</summary>
    public ConfidenceInterval? RequestSpeed { get; init; }

    /// <summary>The latencies.</summary>
    public Latencies Latencies { get; init; } = new();

    /// <summary>The requests that kept the service levels; null without levels, for a category, and where a latency that they limit was not measured.</summary>
    public Goodput? Goodput { get; init; }

    /// <summary>The acceptance at each position of the draft; empty without histograms.</summary>
    public IReadOnlyList<DraftPositionAcceptance> DraftPositions { get; init; } = [];

    /// <summary>The acceptance along the output, in stretches that double; empty without streams.</summary>
    public IReadOnlyList<OutputPosition> OutputPositions { get; init; } = [];

    /// <summary>Finished requests that were scored, each repetition of a prompt one; what a failed request had answered is not scored.</summary>
    public int Scored { get; init; }

    /// <summary>Finished requests from which an answer could be extracted, each repetition of a prompt one: there may be more of them than <see cref="Prompts"/>.</summary>
    public int ValidAnswers { get; init; }

    /// <summary>The share of right answers among the scored ones; null where none was scored.</summary>
    public ConfidenceInterval? Accuracy { get; init; }

    /// <summary>Against the run without draft; null for that run itself, and where there is none at this batch.</summary>
    public Speedup? Speedup { get; init; }

    /// <summary>What a verify step costs; null as the speedup is, and where nothing was streamed.</summary>
    public VerifyStepCost? VerifyStepCost { get; init; }

    /// <summary>The client's own work / the requests' time; null where it was not measured.</summary>
    public double? ClientShare { get; init; }
}
