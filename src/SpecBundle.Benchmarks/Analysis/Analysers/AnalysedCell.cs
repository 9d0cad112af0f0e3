using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A whole workload's cell as an analyser sees it.</summary>
internal sealed record AnalysedCell(CellRecords Records, BenchmarkCell Cell, CellRecords? Baseline)
{
    public Finding Note(FindingKind kind, FormattableString text) => Find(kind, FindingSeverity.Note, text);

    public Finding Warning(FindingKind kind, FormattableString text) => Find(kind, FindingSeverity.Warning, text);

    private Finding Find(FindingKind kind, FindingSeverity severity, FormattableString text) =>
        new(kind, severity, Cell.Configuration, Cell.Workload, text.ToString(CultureInfo.InvariantCulture));
}
