namespace SpeculativeDecoding.Benchmarks;

/// <summary>Every analyzer, on every whole workload's cell.</summary>
internal static class AllAnalyzers
{
    public static IReadOnlyList<Finding> Run(IReadOnlyList<AnalyzedCell> cells, ReportOptions options)
    {
        IAnalyzer[] analyzers =
        [
            new FailedRequestsAnalyzer(), new ViolationsAnalyzer(), new CollapsedAcceptanceAnalyzer(), new SlowDraftAnalyzer(), new FasterOutsideDecodingAnalyzer(),
            new DifferentAnswersAnalyzer(), new AccuracyAnalyzer(), new PartlyScoredAnalyzer(), new DriftAnalyzer(), new ClientAnalyzer(), new MergedChunksAnalyzer(),
            new OtherTrafficAnalyzer(), new BusyMachineAnalyzer(), new PrefixCacheAnalyzer(), new BaselineAnalyzer(), new FewPromptsAnalyzer(),
            new PublishedFigureAnalyzer(), new RepetitionsAnalyzer(), new MissingModulesAnalyzer(),
        ];
        return [.. cells.SelectMany(cell => analyzers.SelectMany(analyzer => analyzer.Analyze(cell, options)))];
    }
}
