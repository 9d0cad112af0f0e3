namespace SpeculativeDecoding.Benchmarks;

/// <summary>One run as a dashboard shows it: the report, and what the records do not tell.</summary>
/// <param name="Target">The target's repository, such as <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>; published figures of the same target stand beside the run.</param>
/// <param name="Draft">The draft's repository; null where none was loaded.</param>
/// <param name="Report">The figures.</param>
public sealed record DashboardRun(string Target, string? Draft, BenchmarkReport Report)
{
    /// <summary>What tells this run from others of the same pair, such as its date; default "measured".</summary>
    public string Name { get; init; } = "measured";

    /// <summary>What to know of how it was measured, such as a configuration that failed; shown above the figures. Default none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Settings and versions, shown as they are in this order; default none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];
}
