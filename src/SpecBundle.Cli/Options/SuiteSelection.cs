using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A value of <c>--benchmark-list</c>, checked before anything is fetched.</summary>
internal static class SuiteSelection
{
    private const int FewNames = 20;

    /// <exception cref="UsageException">It is not of that shape, or names what the suite does not have.</exception>
    public static BenchmarkWorkload Parse(string text)
    {
        WorkloadSelection selection;
        try
        {
            selection = WorkloadSelection.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }

        if (BenchmarkSuite.All.FirstOrDefault(workload => workload.Name == selection.Name) is not { } found)
        {
            throw new UsageException(Text($"The suite has no workload '{selection.Name}'", selection.Name, [.. BenchmarkSuite.All.Select(workload => workload.Name)])
                + (File.Exists(text) ? $" Files with prompts of your own are given as --prompts {text}." : ""));
        }

        if (selection.Subsets?.FirstOrDefault(subset => !found.Subsets.Contains(subset)) is { } unknown)
        {
            throw new UsageException(found.Subsets.Count == 0
                ? $"The workload {found.Name} has no subsets; write {found.Name}{(selection.Count is { } count ? $":{count}" : "")}."
                : Text($"The workload {found.Name} has no subset '{unknown}'", unknown, found.Subsets));
        }

        return new BenchmarkWorkload(found, selection.Count, selection.Subsets);
    }

    /// <summary>The nearest name first; then all, where they can be read at a glance.</summary>
    private static string Text(string what, string name, IReadOnlyList<string> known) =>
        $"{what}; the nearest is '{NearestNames.Of(name, known, count: 1)[0]}'.{(known.Count <= FewNames ? $" There are: {string.Join(", ", known)}." : "")}";
}
