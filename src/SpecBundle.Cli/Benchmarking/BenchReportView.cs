using SpeculativeDecoding.Benchmarks;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The figures that answer whether the draft helps, and what to know before believing them.</summary>
internal static class BenchReportView
{
    public static void Write(Terminal terminal, BenchmarkRun run)
    {
        var table = new Table().Border(terminal.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
        string[] columns = ["workload", "configuration", "requests", "failed", "accept length", "tokens/s", "speedup", "accuracy"];
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var cell in run.Report.Cells.Where(cell => cell.Category is null).OrderBy(cell => cell.Workload, StringComparer.Ordinal))
        {
            string[] row =
            [
                cell.Workload, cell.Configuration, $"{cell.Requests}", $"{cell.Failed}", SummaryMarkdown.Text(cell.AcceptLength, "F2"),
                SummaryMarkdown.Text(cell.OutputThroughput, "F0"), SummaryMarkdown.Text(cell.Speedup?.Overall, "F2"), SummaryMarkdown.Text(cell.Accuracy, "P0"),
            ];
            table.AddRow([.. row.Select(text => new Text(text))]);
        }

        terminal.Styled.Write(table);
        foreach (var best in run.Report.Best)
        {
            terminal.Output.WriteLine(SummaryMarkdown.Best(best));
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
}
