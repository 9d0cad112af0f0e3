using System.Globalization;
using SpeculativeDecoding.Benchmarks;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>Two runs side by side.</summary>
internal static class CompareView
{
    // Half of the last digit that is shown.
    private const double Least = 0.0005;

    public static void Write(Terminal terminal, BenchmarkComparison comparison, IReadOnlyList<string> differences, IReadOnlyList<string> notes, bool json)
    {
        if (json)
        {
            terminal.Output.WriteJson(comparison.ToJson(differences, notes));
            return;
        }

        var table = new Table().Border(terminal.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
        foreach (var column in (IEnumerable<string>)["workload", "configuration", "prompts", "accept length", .. ComparisonMetrics.All.Select(metric => metric.Heading), "equal answers"])
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var cell in comparison.Cells)
        {
            string[] row =
            [
                cell.Workload,
                cell.Configuration,
                $"{cell.Prompts}",
                cell.AcceptLengthBefore is { } before && cell.AcceptLengthAfter is { } after ? string.Create(CultureInfo.InvariantCulture, $"{before:F2} to {after:F2}") : "-",
                .. ComparisonMetrics.All.Select(metric => metric.IntervalOf(cell)?.ToString("F3", CultureInfo.InvariantCulture) ?? "-"),
                $"{cell.EqualAnswers} of {cell.ComparedAnswers}",
            ];
            table.AddRow([.. row.Select(text => new Text(text))]);
        }

        if (comparison.Cells.Count > 0)
        {
            terminal.Styled.Write(table);
        }

        foreach (var cell in comparison.Cells)
        {
            foreach (var metric in ComparisonMetrics.All)
            {
                Say(terminal, cell, metric.Name, metric.IntervalOf(cell));
            }
        }

        foreach (var note in differences.Concat(notes))
        {
            terminal.Output.WriteLine($"Note: {note}");
        }
    }

    private static void Say(Terminal terminal, ComparedCell cell, string what, ConfidenceInterval? ratio)
    {
        if (ratio is { } known)
        {
            var change = known.Contains(1) || !known.IsBounded ? "can't be told from no change"
                : Math.Abs(known.Estimate - 1) < Least ? "is the same"
                : string.Create(CultureInfo.InvariantCulture, $"{(known.Estimate > 1 ? "rose" : "fell")} by {Math.Abs(known.Estimate - 1) * 100:F1} %");
            terminal.Output.WriteLine($"{cell.Workload} {cell.Configuration}: the {what} {change}.");
        }
    }
}
