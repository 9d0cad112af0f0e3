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
        var isPipe = terminal.IsOutputRedirected;
        var columns = BenchmarkMetrics.All.Where(metric => isPipe ? metric.IsInPipe : metric.IsOnTerminal && cells.Exists(cell => metric.ValueOf(cell) is not (null or 0))).ToList();
        foreach (var heading in (IEnumerable<string>)["workload", "config", .. columns.Select(column => column.Heading)])
        {
            table.AddColumn(new TableColumn(heading).NoWrap().PadLeft(0).PadRight(1));
        }

        cells.ForEach(cell => table.AddRow([new Text(cell.Workload), new Text(cell.Configuration), .. columns.Select(column => new Text(isPipe ? column.TextOf(cell) : column.ShortTextOf(cell)))]));
        if (cells.Count > 0)
        {
            terminal.Styled.Write(table);
        }

        if (run.Served is { } served)
        {
            terminal.Output.WriteLine($"Served: {served}");
        }

        WriteGoodput(terminal, run.Report, cells);
        foreach (var best in run.Report.Best)
        {
            terminal.Output.WriteLine(best.ToString());
        }

        foreach (var finding in run.Report.Findings.Where(finding => finding.Severity == FindingSeverity.Warning))
        {
            terminal.Output.WriteLine(OptionNames.Translate(finding.ToString()));
        }

        foreach (var failure in run.Failures)
        {
            terminal.Output.WriteLine(OptionNames.Translate($"Failed: {failure}"));
        }

        foreach (var note in run.Notes)
        {
            terminal.Output.WriteLine(OptionNames.Translate($"Note: {note}"));
        }
    }

    /// <summary>In sentences: the table has no room for two more intervals.</summary>
    private static void WriteGoodput(Terminal terminal, BenchmarkReport report, List<BenchmarkCell> cells)
    {
        if (report.ServiceLevels is { } levels)
        {
            terminal.Output.WriteLine($"Goodput, the requests with {levels}:");
            foreach (var cell in cells)
            {
                terminal.Output.WriteLine(cell.Goodput is { } goodput
                    ? $"  {cell.Workload} {cell.Configuration}: {goodput.Share.ToString("P0", CultureInfo.InvariantCulture)}, {goodput.RequestsPerSecond.ToString("F2", CultureInfo.InvariantCulture)} requests/s"
                    : $"  {cell.Workload} {cell.Configuration}: unknown, since a limited latency was not measured");
            }
        }
    }
}
