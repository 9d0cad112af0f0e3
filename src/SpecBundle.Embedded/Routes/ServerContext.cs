namespace SpeculativeDecoding.Embedded;

/// <summary>What the routes share.</summary>
internal sealed record ServerContext(
    IEngine Engine,
    ServerFlags Flags,
    ServerArguments Arguments,
    ServerStatus Status,
    GenerationService Generations,
    BatchLog Batches,
    MetricsRegistry Metrics,
    TimeProvider Time);
