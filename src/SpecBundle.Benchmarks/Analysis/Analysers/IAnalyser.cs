namespace SpeculativeDecoding.Benchmarks;

/// <summary>Looks for one reason not to believe a cell, or to believe it with care.</summary>
internal interface IAnalyser
{
    IEnumerable<Finding> Analyse(AnalysedCell cell, ReportOptions options);
}
