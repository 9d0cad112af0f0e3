using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Looks for one reason not to believe a cell, or to believe it with care.</summary>
internal interface IAnalyzer
{
    IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options);
}

/// <summary>A whole workload's cell as an analyzer sees it.</summary>
internal sealed record AnalyzedCell(CellRecords Records, BenchmarkCell Cell, CellRecords? Baseline)
{
    public Finding Note(FindingKind kind, FormattableString text) => Find(kind, FindingSeverity.Note, text);

    public Finding Warning(FindingKind kind, FormattableString text) => Find(kind, FindingSeverity.Warning, text);

    private Finding Find(FindingKind kind, FindingSeverity severity, FormattableString text) =>
        new() { Kind = kind, Severity = severity, Configuration = Cell.Configuration, Workload = Cell.Workload, Text = text.ToString(CultureInfo.InvariantCulture) };
}
