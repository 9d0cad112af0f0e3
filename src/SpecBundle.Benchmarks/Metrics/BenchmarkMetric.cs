using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// A figure of a cell with its name, unit and definition: a row of <see cref="BenchmarkMetrics.All"/>, from which
/// summary.json, summary.md, limits, the command line's table and the dashboard are written.
/// </summary>
public sealed class BenchmarkMetric
{
    private readonly string? _field;
    private readonly string? _heading;

    internal BenchmarkMetric()
    {
    }

    /// <summary>The name in limits (<see cref="MetricLimit"/>) and on the dashboard, such as <c>accept_length</c>; of a latency without its percentile.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people, such as <c>Accept length</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of the value, such as <c>tokens</c> or <c>s</c>; <c>share</c> is from 0 to 1.</summary>
    public required string Unit { get; init; }

    /// <summary>What it is, in a sentence or two.</summary>
    public required string Definition { get; init; }

    /// <summary>Whether more is better; null where neither is.</summary>
    /// <value>The default value is null.</value>
    public bool? IsHigherBetter { get; init; }

    /// <summary>The value at which nothing is gained, such as 1 of a speedup; null where there is none.</summary>
    /// <value>The default value is null.</value>
    public double? Neutral { get; init; }

    /// <summary>Whether it counts things: nothing to draw as a bar.</summary>
    internal bool IsCount => Number is not null && Unit.Length == 0;

    /// <summary>Whether a cell has a distribution of it: a limit then names a percentile, and tables have the median.</summary>
    internal bool IsLatency => Latency is not null;

    // Where the value comes from: one of the three.
    internal Func<BenchmarkCell, ConfidenceInterval?>? Interval { get; init; }

    internal Func<BenchmarkCell, double?>? Number { get; init; }

    internal Func<BenchmarkCell, LatencySummary?>? Latency { get; init; }

    /// <summary>Where nothing tells of it. By default everything does.</summary>
    internal MetricPlaces HiddenIn { get; init; }

    /// <summary>The member of a cell in summary.json, of an inner object with a dot: <c>speedup.overall</c>.</summary>
    internal string Field
    {
        get => _field ?? Id;
        init => _field = value;
    }

    /// <summary>Its place among the members of a cell in summary.json, whose order is old; what came later has none, and follows.</summary>
    internal int FieldPlace { get; init; } = int.MaxValue;

    /// <summary>Whether it is counted by service levels, and so known of a report with some alone.</summary>
    internal bool NeedsServiceLevels { get; init; }

    /// <summary>The definition in few words, told in both summaries; null where the name says it.</summary>
    internal string? ShortDefinition { get; init; }

    /// <summary>The heading of its column in tables, such as <c>tokens/s</c>.</summary>
    public string Heading
    {
        get => _heading ?? (IsLatency ? $"{Name} p50" : Name.ToLowerInvariant());
        internal init => _heading = value;
    }

    /// <summary>How tables write it; a latency goes in milliseconds.</summary>
    internal string Format { get; init; } = "F2";

    /// <summary>Whether a table of 80 columns has a column for it.</summary>
    public bool IsOnTerminal => IsIn(MetricPlaces.Terminal);

    /// <summary>Whether a table that another program reads has a column for it.</summary>
    public bool IsInPipe => IsIn(MetricPlaces.Pipe);

    /// <summary>Whether a terminal, which has 80 columns, has no room for its interval.</summary>
    internal bool IsShortOnTerminal { get; init; }

    /// <summary>Digits behind the point on the dashboard, in its unit there.</summary>
    internal int Digits { get; init; } = 2;

    /// <summary>Whether paper, which has not room for all columns of the dashboard, goes without it.</summary>
    internal bool IsMinor { get; init; }

    /// <summary>The value for a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The value in <see cref="Unit"/>, of a latency its median; null where it is not known.</returns>
    public double? ValueOf(BenchmarkCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Number?.Invoke(cell) ?? Interval?.Invoke(cell)?.Estimate ?? Latency?.Invoke(cell)?.P50Seconds;
    }

    /// <summary>The value for a cell with its interval.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The interval; null where it is not known, and of counts and latencies, which have none.</returns>
    public ConfidenceInterval? IntervalOf(BenchmarkCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Interval?.Invoke(cell);
    }

    /// <summary>The value for a cell as tables write it.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>For example <c>2.35 [2.20, 2.51]</c>, or <c>12.5 ms</c>; a hyphen where it is not known.</returns>
    public string TextOf(BenchmarkCell cell) => (IntervalOf(cell), ValueOf(cell)) switch
    {
        ({ } interval, _) => interval.ToString(Format, CultureInfo.InvariantCulture),
        (_, { } value) when IsLatency => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:F1} ms"),
        (_, { } value) => value.ToString(IsCount ? "F0" : Format, CultureInfo.InvariantCulture),
        _ => "-",
    };

    /// <summary>As <see cref="TextOf"/>, and of a metric whose interval 80 columns have no room for without it.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>For example <c>123</c>.</returns>
    public string ShortTextOf(BenchmarkCell cell) => IsShortOnTerminal && IntervalOf(cell) is { } interval ? interval.Estimate.ToString(Format, CultureInfo.InvariantCulture) : TextOf(cell);

    internal bool IsIn(MetricPlaces place) => (HiddenIn & place) == 0;

    /// <summary>The name and the unit.</summary>
    /// <returns>For example <c>accept_length (tokens)</c>.</returns>
    public override string ToString() => Unit.Length > 0 ? $"{Id} ({Unit})" : Id;
}

/// <summary>What tells of metrics, beside limits, which know all.</summary>
[Flags]
internal enum MetricPlaces
{
    None = 0,
    Json = 1,
    Markdown = 2,
    Terminal = 4,
    Pipe = 8,
    Page = 16,
    CommandLine = Terminal | Pipe,
    Tables = Markdown | CommandLine,
}
