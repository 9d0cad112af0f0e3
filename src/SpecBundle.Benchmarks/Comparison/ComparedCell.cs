namespace SpeculativeDecoding.Benchmarks;

/// <summary>What changed from one run to another, for one configuration and workload, on the requests that finished in both.</summary>
public sealed record ComparedCell
{
    /// <summary>"batch,steps,top-k,draft tokens".</summary>
    public required string Configuration { get; init; }

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Prompts that finished in both: how many independent observations the figures rest on.</summary>
    public int Prompts { get; init; }

    /// <summary>Requests that finished in both.</summary>
    public int Requests { get; init; }

    /// <summary>Prompts of the same id that ask something else in the second run; they are left out.</summary>
    public int OtherPrompts { get; init; }

    /// <summary>The accept length of the first run on these requests; null without speculation.</summary>
    public double? AcceptLengthBefore { get; init; }

    /// <summary>The accept length of the second run on these requests; null without speculation.</summary>
    public double? AcceptLengthAfter { get; init; }

    /// <summary>The second / the first accept length, paired by prompt; null without speculation in either.</summary>
    public ConfidenceInterval? AcceptLengthRatio { get; init; }

    /// <summary>The second / the first run's tokens per second of a request, paired by prompt; null where no request has both.</summary>
    public ConfidenceInterval? SpeedRatio { get; init; }

    /// <summary>Pairs whose outputs are both known.</summary>
    public int ComparedAnswers { get; init; }

    /// <summary>Pairs among them with the same output.</summary>
    public int EqualAnswers { get; init; }
}
