using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload, and how much of it is run.</summary>
public sealed record WorkloadSelection
{
    private const int FewNames = 20;

    /// <summary>The workload.</summary>
    public required Workload Workload { get; init; }

    /// <summary>How many prompts at most; null for all.</summary>
    /// <value>The default value is null.</value>
    public int? Count { get; init; }

    /// <summary>Names of <see cref="Workload.Subsets"/>; null for all.</summary>
    /// <value>The default value is null.</value>
    public IReadOnlyList<string>? Subsets { get; init; }

    /// <summary>Reads <c>name:num-prompts:subset,subset</c>, such as <c>gsm8k:50</c> or <c>ceval:200:law,logic</c>; an empty number is all prompts: <c>mmlu::anatomy</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A workload of the <see cref="BenchmarkSuite"/>.</returns>
    /// <exception cref="FormatException">It is not of that shape, or names a workload or a subset that the suite does not have; the message shows the shape, or the names there are.</exception>
    public static WorkloadSelection Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        if (parts.Length > 3 || string.IsNullOrWhiteSpace(parts[0]))
        {
            throw Malformed(text, "it has one to three parts");
        }

        var count = parts.Length > 1 ? CountOf(parts[1].Trim(), text) : null;
        var subsets = parts.Length > 2 ? parts[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        var workload = WorkloadOf(parts[0].Trim());
        if (subsets.FirstOrDefault(subset => !workload.Subsets.Contains(subset)) is { } unknown)
        {
            throw new FormatException(workload.Subsets.Count == 0
                ? $"The workload {workload.Name} has no subsets; write {workload.Name}{(count is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "")}."
                : Unknown($"The workload {workload.Name} has no subset '{unknown}'", unknown, workload.Subsets));
        }

        return new WorkloadSelection { Workload = workload, Count = count, Subsets = subsets.Length > 0 ? subsets : null };
    }

    /// <summary>All of a workload.</summary>
    /// <param name="workload">The workload.</param>
    public static implicit operator WorkloadSelection(Workload workload) => new() { Workload = workload };

    private static int? CountOf(string part, string text) => part.Length == 0 ? null
        : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw Malformed(text, $"'{part}' is not a number of prompts");

    private static Workload WorkloadOf(string name) => BenchmarkSuite.All.FirstOrDefault(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException(Unknown($"The suite has no workload '{name}'", name, [.. BenchmarkSuite.All.Select(workload => workload.Name)]));

    private static FormatException Malformed(string text, string why) =>
        new($"'{text}' selects no workload: {why}. Write name:num-prompts:subset,subset, such as gsm8k, gsm8k:50 or ceval:200:law,logic.");

    /// <summary>The nearest name first; then all, where they can be read at a glance.</summary>
    private static string Unknown(string what, string name, IReadOnlyList<string> known) =>
        $"{what}; the nearest is '{NearestNames.Of(name, known, count: 1)[0]}'.{(known.Count <= FewNames ? $" There are: {string.Join(", ", known)}." : "")}";
}
