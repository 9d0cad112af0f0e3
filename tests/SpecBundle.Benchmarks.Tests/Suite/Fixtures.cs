using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Rows in the schema of each source and outputs with their expected scores, all made up.</summary>
internal static class Fixtures
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The made-up rows of a workload, whatever configuration and split is asked for.</summary>
    public static IRowSource RowsOf(string workload) => new FileRowSource(Path.Combine(Root, "rows", workload + ".jsonl"));

    public static async Task<List<ExpectedScore>> OutputsOfAsync(string workload)
    {
        var all = new List<ExpectedScore>();
        await foreach (var row in DataFile.ReadAsync(Path.Combine(Root, "outputs", workload + ".jsonl")))
        {
            all.Add(new(
                row.GetProperty("note").GetString()!,
                row.GetProperty("output").GetString()!,
                row.Text("reference"),
                row.TryGetProperty("row", out var number) ? number.GetInt32() : null,
                row.Text("answer"),
                row.GetProperty("correct") is { ValueKind: not JsonValueKind.Null } correct ? correct.GetBoolean() : null));
        }

        return all;
    }

    public static Task<IReadOnlyList<BenchmarkPrompt>> PromptsOfAsync(string workload) =>
        BenchmarkSuite.Get(workload).LoadAsync(RowsOf(workload), cancellationToken: TestContext.Current.CancellationToken);
}
