using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Whoever doubts a figure can compute it again from the file.</summary>
public sealed class RecomputationTests
{
    private static readonly ReportOptions Options = new()
    {
        Confidence = 0.9, Resamples = 400, Seed = 7,
        ServiceLevels = new() { TimeToFirstToken = TimeSpan.FromSeconds(0.12), EndToEnd = TimeSpan.FromSeconds(1.5) },
    };

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_figure_of_a_report_follows_from_the_file_by_independent_code(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("requests");
        try
        {
            var path = Path.Combine(folder.FullName, "requests.jsonl");
            await using (var log = RequestLog.Open(path))
            {
                foreach (var record in RandomRecords.Draw(seed))
                {
                    await log.AppendAsync(record);
                }
            }

            var report = BenchmarkReport.From((await RequestLog.ReadAsync(path)).Records, Options);
            var naive = new NaiveReport(await File.ReadAllLinesAsync(path));

            Assert.Equal(20, report.Cells.Count);
            Assert.All(report.Cells, cell => AssertEqual(naive.Cell(cell.Configuration, cell.Workload, cell.Category), CellFigures.Of(cell), $"{cell.Configuration} {cell.Workload} {cell.Category}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public void The_order_of_the_lines_changes_no_figure()
    {
        var records = RandomRecords.Draw(3).DistinctBy(record => (record.Configuration, record.Workload, record.PromptId, record.Turn, record.Sample)).ToList();

        var report = BenchmarkReport.From(records, Options);
        var reversed = BenchmarkReport.From(Enumerable.Reverse(records), Options);

        Assert.All(report.Cells, cell => Assert.Equal(CellFigures.Of(cell), CellFigures.Of(reversed.Find(cell.Configuration, cell.Workload, cell.Category)!)));
    }

    private static void AssertEqual(Dictionary<string, double> expected, Dictionary<string, double> actual, string cell)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, figure =>
        {
            var value = actual[figure.Key];
            Assert.True(figure.Value.Equals(value) || Math.Abs(figure.Value - value) <= 1e-9 * Math.Max(1, Math.Abs(figure.Value)), $"{cell}: {figure.Key} is {value:R}, not {figure.Value:R}.");
        });
    }
}
