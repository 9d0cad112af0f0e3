namespace SpeculativeDecoding.Benchmarks;

/// <summary>A figure of two runs side by side: a row of <see cref="ComparisonMetrics.All"/>.</summary>
public sealed class ComparisonMetric
{
    internal ComparisonMetric()
    {
    }

    /// <summary>The name in limits and in JSON, such as <c>accept_length_ratio</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What is compared, such as <c>accept length</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The heading of its column on the command line.</summary>
    public required string Heading { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Definition { get; init; }

    internal Func<ComparedCell, ConfidenceInterval?> Interval { get; init; } = _ => null;

    /// <summary>The ratio for a cell, the second run's figure / the first's.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The ratio with its interval; null where it is not known.</returns>
    public ConfidenceInterval? IntervalOf(ComparedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Interval(cell);
    }

    /// <summary>The name.</summary>
    /// <returns>For example <c>accept_length_ratio</c>.</returns>
    public override string ToString() => Id;
}

/// <summary>Every metric of a comparison. A new one is a row here: JSON, limits and the command line have it then.</summary>
public static class ComparisonMetrics
{
    /// <summary>Every metric.</summary>
    public static IReadOnlyList<ComparisonMetric> All { get; } =
    [
        new()
        {
            Id = "accept_length_ratio", Name = "accept length", Heading = "ratio", Interval = cell => cell.AcceptLengthRatio,
            Definition = "The second / the first accept length, paired by prompt.",
        },
        new()
        {
            Id = "speed_ratio", Name = "speed", Heading = "speed ratio", Interval = cell => cell.SpeedRatio,
            Definition = "The second / the first run's tokens per second of a request, paired by prompt.",
        },
    ];
}
