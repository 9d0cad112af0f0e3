namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload, and how much of it is run.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Count">Prompts at most; null for all.</param>
/// <param name="Subsets">Its subsets; null for all.</param>
public sealed record BenchmarkWorkload(Workload Workload, int? Count = null, IReadOnlyList<string>? Subsets = null)
{
    /// <summary>Reads what the suite's option says, such as <c>gsm8k:50</c> or <c>ceval:200:law</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A workload of the suite.</returns>
    /// <exception cref="FormatException">It is not of that shape.</exception>
    /// <exception cref="ArgumentException">The suite has no such workload; the message names those there are.</exception>
    public static BenchmarkWorkload Parse(string text)
    {
        var selection = WorkloadSelection.Parse(text);
        return new BenchmarkWorkload(BenchmarkSuite.Get(selection.Name), selection.Count, selection.Subsets);
    }

    /// <summary>All of a workload.</summary>
    /// <param name="workload">The workload.</param>
    public static implicit operator BenchmarkWorkload(Workload workload) => new(workload);
}
