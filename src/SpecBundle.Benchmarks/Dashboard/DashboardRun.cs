namespace SpeculativeDecoding.Benchmarks;

/// <summary>One run as a dashboard shows it: the report, and what the records do not tell.</summary>
public sealed record DashboardRun
{
    /// <summary>The target's repository, such as <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>; published figures of the same target stand beside the run.</summary>
    public required string Target { get; init; }

    /// <summary>The draft's repository; null where none was loaded.</summary>
    /// <value>The default value is null.</value>
    public string? Draft { get; init; }

    /// <summary>The figures.</summary>
    public required BenchmarkReport Report { get; init; }

    /// <summary>What tells this run from others of the same pair, such as its date; default "measured".</summary>
    public string Name { get; init; } = "measured";

    /// <summary>What to know of how it was measured, such as a configuration that failed; shown above the figures. Default none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Settings and versions, shown as they are in this order; default none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];
}
