namespace SpeculativeDecoding.Benchmarks;

/// <summary>How the intervals of a report are computed, said alike in every file.</summary>
internal static class IntervalMethods
{
    public const string OfRatios = "studentised bootstrap over prompts";
    public const string OfShares = "Wilson's, for trials in clusters";
}
