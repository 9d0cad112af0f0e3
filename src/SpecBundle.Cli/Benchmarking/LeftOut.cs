using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>What a comparison does not tell, and why: on standard error, since it is no figure.</summary>
internal static class LeftOut
{
    public static void Write(Terminal terminal, BenchmarkComparison comparison, params (string Folder, IReadOnlyList<RequestRecord> Records)[] runs)
    {
        var compared = comparison.Cells.Select(cell => $"{cell.Configuration} {cell.Workload}").ToHashSet(StringComparer.Ordinal);
        if (compared.Count == 0)
        {
            terminal.Error.WriteLine("The runs have no configuration and workload in common.");
        }

        foreach (var (folder, records) in runs)
        {
            var alone = records.Select(record => $"{record.Configuration} {record.Workload}").Distinct().Where(cell => !compared.Contains(cell)).ToList();
            if (alone.Count > 0)
            {
                terminal.Error.WriteLine($"Only in {folder}: {string.Join("; ", alone)}.");
            }
        }

        foreach (var cell in comparison.Cells.Where(cell => cell.OtherPrompts > 0))
        {
            terminal.Error.WriteLine($"{cell.Workload} {cell.Configuration}: {cell.OtherPrompts} {(cell.OtherPrompts == 1 ? "prompt asks" : "prompts ask")} something else in {runs[1].Folder} under the same id, or for an answer of another length, and {(cell.OtherPrompts == 1 ? "is" : "are")} left out.");
        }

        foreach (var cell in comparison.Cells.Where(cell => cell is { Requests: 0, OtherPrompts: 0 }))
        {
            terminal.Error.WriteLine($"{cell.Workload} {cell.Configuration}: no prompt finished in both runs; prompts are the same where their ids are.");
        }
    }
}
