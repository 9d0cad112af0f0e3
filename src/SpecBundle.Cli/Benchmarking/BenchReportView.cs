using System.Globalization;
using SpeculativeDecoding.Benchmarks;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The figures that answer whether the draft helps, and what to know before believing them.</summary>
internal static class BenchReportView
{
    public static void Write(Terminal terminal, BenchmarkRun run)
    {
        var cells = run.Report.Cells.Where(cell => cell.Category is null).OrderBy(cell => cell.Workload, StringComparer.Ordinal).ToList();
        var table = new Table().Border(terminal.IsOutputRedirected ? TableBorder.None : TableBorder.Simple);

        // A terminal has 80 columns: what says nothing is left out there. In a pipe every column has its place.
        (string Name, bool IsTelling, Func<BenchmarkCell, string> Text)[] all =
        [
            ("workload", true, cell => cell.Workload),
            ("config", true, cell => cell.Configuration),
            ("requests", false, cell => cell.Requests.ToString(CultureInfo.InvariantCulture)),
            ("failed", cells.Exists(cell => cell.Failed > 0), cell => cell.Failed.ToString(CultureInfo.InvariantCulture)),
            ("accept length", true, cell => SummaryMarkdown.Text(cell.AcceptLength, "F2")),
            ("tokens/s", true, cell => terminal.IsOutputRedirected ? SummaryMarkdown.Text(cell.OutputThroughput, "F0") : cell.OutputThroughput?.Estimate.ToString("F0", CultureInfo.InvariantCulture) ?? "-"),
            ("speedup", true, cell => SummaryMarkdown.Text(cell.Speedup?.Overall, "F2")),
            ("accuracy", cells.Exists(cell => cell.Accuracy is not null), cell => SummaryMarkdown.Text(cell.Accuracy, "P0")),
        ];
        var columns = all.Where(column => terminal.IsOutputRedirected || column.IsTelling).ToList();
        columns.ForEach(column => table.AddColumn(new TableColumn(column.Name).NoWrap().PadLeft(0).PadRight(1)));
        cells.ForEach(cell => table.AddRow([.. columns.Select(column => new Text(column.Text(cell)))]));
        if (cells.Count > 0)
        {
            terminal.Styled.Write(table);
        }

        WriteGoodput(terminal, run.Report, cells);
        foreach (var best in run.Report.Best)
        {
            terminal.Output.WriteLine(SummaryMarkdown.Best(best, run.Report));
        }

        foreach (var finding in run.Report.Findings.Where(finding => finding.Severity == FindingSeverity.Warning))
        {
            terminal.Output.WriteLine($"{finding.Severity}: {finding.Configuration} {finding.Workload}: {finding.Text}");
        }

        foreach (var note in run.Notes)
        {
            terminal.Output.WriteLine($"Note: {note}");
        }
    }

    /// <summary>In sentences: the table has no room for two more intervals.</summary>
    private static void WriteGoodput(Terminal terminal, BenchmarkReport report, List<BenchmarkCell> cells)
    {
        if (report.ServiceLevels is { } levels)
        {
            terminal.Output.WriteLine($"Goodput, the requests with {Definitions.Text(levels)}:");
            foreach (var cell in cells)
            {
                terminal.Output.WriteLine(cell.Goodput is { } goodput
                    ? $"  {cell.Workload} {cell.Configuration}: {SummaryMarkdown.Text(goodput.Share, "P0")}, {SummaryMarkdown.Text(goodput.RequestsPerSecond, "F2")} requests/s"
                    : $"  {cell.Workload} {cell.Configuration}: unknown, since a limited latency was not measured");
            }
        }
    }
}
