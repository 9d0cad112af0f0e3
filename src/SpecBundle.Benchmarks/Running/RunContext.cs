namespace SpeculativeDecoding.Benchmarks;

/// <summary>What all parts of a run share.</summary>
internal sealed record RunContext(BenchmarkOptions Options, RunStore Results, RunClock Clock, ProgressMeter Meter, ContextLimit Context, ServedWeights Weights);
