namespace SpeculativeDecoding.Benchmarks;

/// <summary>How the intervals of a report are computed, said alike in every file.</summary>
internal static class IntervalMethods
{
    public const string OfRatios = "studentized bootstrap over prompts";
    public const string OfShares = "Wilson's with Student's t, for trials in clusters";
}
