namespace SpeculativeDecoding.Benchmarks;

/// <summary>A conversation that is to be asked.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Sample">Its repetition, from 0.</param>
/// <param name="Due">In an open loop, seconds from the first one's begin.</param>
internal sealed record ScheduledPrompt(BenchmarkPrompt Prompt, int Sample, double Due);
