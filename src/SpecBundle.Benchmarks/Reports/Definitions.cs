using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the figures of a report mean, said alike in every file.</summary>
internal static class Definitions
{
    public const string AcceptLength = "completion tokens / verify steps";
    public const string Speedup = "the ratio of tokens / seconds on the prompts that finished in both, against the run without draft at the same batch";
    public const string RatioInterval = "studentised bootstrap over prompts";
    public const string ShareInterval = "Wilson's, for trials in clusters";

    /// <summary>The service levels in words, such as <c>TTFT of at most 200 ms</c>.</summary>
    public static string Text(ServiceLevels levels)
    {
        (string Name, TimeSpan? Limit)[] limits = [("TTFT", levels.TimeToFirstToken), ("TPOT", levels.TimePerOutputToken), ("end to end", levels.EndToEnd)];
        return string.Join(", ", limits.Where(limit => limit.Limit is not null).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name} of at most {limit.Limit!.Value.TotalMilliseconds:0.###} ms")));
    }
}
