namespace SpeculativeDecoding.Benchmarks;

/// <summary>The records of one cell, by prompt: figures are summed over each prompt first, and prompts are resampled.</summary>
internal sealed class CellRecords
{
    public CellRecords(string configuration, string workload, string? category, IEnumerable<RequestRecord> records)
    {
        (Configuration, Workload, Category) = (configuration, workload, category);
        All = [.. records.OrderBy(record => record.PromptId, StringComparer.Ordinal).ThenBy(record => record.Turn).ThenBy(record => record.Sample)];
        Finished = [.. All.Where(record => record.Error is null)];
        Prompts = [.. Finished.GroupBy(record => record.PromptId).Select(prompt => prompt.ToArray())];
        Name = BenchmarkConfiguration.TryParse(configuration);
    }

    public string Configuration { get; }

    public string Workload { get; }

    public string? Category { get; }

    /// <summary>Null for a name that is something else than four numbers: it has no batch, no baseline and no best.</summary>
    public BenchmarkConfiguration? Name { get; }

    public IReadOnlyList<RequestRecord> All { get; }

    public IReadOnlyList<RequestRecord> Finished { get; }

    /// <summary>The finished requests of each prompt that has any, ordered by id: the order of records in a file changes no figure.</summary>
    public IReadOnlyList<RequestRecord[]> Prompts { get; }

    /// <summary>For each prompt with a record that qualifies, the sums of two figures over these records; null without any.</summary>
    public (double[] Left, double[] Right)? Sums(Func<RequestRecord, (double Left, double Right)?> figures)
    {
        var (left, right) = (new List<double>(), new List<double>());
        foreach (var prompt in Prompts)
        {
            var sums = prompt.Select(figures).OfType<(double Left, double Right)>().ToList();
            if (sums.Count > 0)
            {
                left.Add(sums.Sum(sum => sum.Left));
                right.Add(sums.Sum(sum => sum.Right));
            }
        }

        return left.Count > 0 ? ([.. left], [.. right]) : null;
    }
}
