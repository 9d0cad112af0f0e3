namespace SpeculativeDecoding.Benchmarks;

/// <summary>Looks for one reason not to believe a cell, or to believe it with care.</summary>
internal interface IAnalyzer
{
    IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options);
}
