namespace SpeculativeDecoding.Benchmarks;

/// <summary>How a report is computed. The same records and options give the same report to the last digit.</summary>
public sealed record ReportOptions
{
    /// <summary>The intervals' confidence, above 0.5 and below 1; default 0.95.</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0.5 and < 1 ? value : throw new InvalidValueException($"{nameof(ReportOptions)}.{nameof(Confidence)}", value, "it is above 0.5 and below 1, such as 0.9");
    } = 0.95;

    /// <summary>Resamples for each interval, at least 200; default 2,000.</summary>
    public int Resamples
    {
        get;
        init => field = value >= 200 ? value : throw new InvalidValueException($"{nameof(ReportOptions)}.{nameof(Resamples)}", value, "an interval takes at least 200 resamples");
    } = 2_000;

    /// <summary>The seed of the resampling; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The limits that a request must keep to count for goodput; null for none.</summary>
    public ServiceLevels? ServiceLevels { get; init; }

    /// <summary>Published figures of the same target and draft, to hold the accept lengths against; default none.</summary>
    public IReadOnlyList<PublishedResult> Published { get; init; } = [];

    /// <summary>What the server itself counted during each cell, to notice the traffic of others; default none.</summary>
    public IReadOnlyList<ServerTokenCount> ServerTokenCounts { get; init; } = [];

    /// <summary>What other programs took of the machine during each cell; default none.</summary>
    public IReadOnlyList<MachineLoad> MachineLoads { get; init; } = [];
}
