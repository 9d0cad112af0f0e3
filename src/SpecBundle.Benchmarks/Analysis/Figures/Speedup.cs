namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// How much faster than the run without draft, on the requests that finished in both. A request's speed is its tokens / the
/// seconds from sending it to its end, so that answers which differ in length compare.
/// </summary>
/// <param name="Baseline">The configuration without draft, at the same batch.</param>
/// <param name="Prompts">Prompts that finished in both.</param>
/// <param name="Requests">Requests that finished in both.</param>
/// <param name="Overall">Of all the traffic: the ratio of Σ tokens / Σ seconds. Long answers weigh more.</param>
/// <param name="PerPrompt">Of the typical prompt: the geometric mean of the prompts' ratios. Each prompt weighs alike.</param>
/// <param name="ComparedAnswers">Pairs whose outputs are both known.</param>
/// <param name="EqualAnswers">Pairs among them with the same output.</param>
public sealed record Speedup(string Baseline, int Prompts, int Requests, Interval Overall, Interval PerPrompt, int ComparedAnswers, int EqualAnswers);
