namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// How much faster than the run without draft, on the requests that finished in both. A request's speed is its tokens / the
/// seconds from sending it to its end, so that answers which differ in length compare.
/// </summary>
public sealed record Speedup
{
    /// <summary>The configuration without draft, at the same batch.</summary>
    public required string Baseline { get; init; }

    /// <summary>Prompts that finished in both.</summary>
    public int Prompts { get; init; }

    /// <summary>Requests that finished in both.</summary>
    public int Requests { get; init; }

    /// <summary>Of all the traffic: the ratio of Σ tokens / Σ seconds. Long answers weigh more.</summary>
    public ConfidenceInterval Overall { get; init; }

    /// <summary>Of the typical prompt: the geometric mean of the prompts' ratios. Each prompt weighs alike.</summary>
    public ConfidenceInterval PerPrompt { get; init; }

    /// <summary>Pairs whose outputs are both known.</summary>
    public int ComparedAnswers { get; init; }

    /// <summary>Pairs among them with the same output.</summary>
    public int EqualAnswers { get; init; }
}
