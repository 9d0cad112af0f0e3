namespace SpeculativeDecoding.Benchmarks;

/// <summary>Every analyser, on every whole workload's cell.</summary>
internal static class AllAnalysers
{
    public static IReadOnlyList<Finding> Run(IReadOnlyList<AnalysedCell> cells, ReportOptions options)
    {
        IAnalyser[] analysers =
        [
            new FailedRequestsAnalyser(), new ViolationsAnalyser(), new CollapsedAcceptanceAnalyser(), new SlowDraftAnalyser(), new FasterOutsideDecodingAnalyser(),
            new DifferentAnswersAnalyser(), new AccuracyAnalyser(), new PartlyScoredAnalyser(), new DriftAnalyser(), new ClientAnalyser(), new MergedChunksAnalyser(),
            new OtherTrafficAnalyser(), new BusyMachineAnalyser(), new PrefixCacheAnalyser(), new BaselineAnalyser(), new FewPromptsAnalyser(),
            new PublishedFigureAnalyser(), new RepetitionsAnalyser(),
        ];
        return [.. cells.SelectMany(cell => analysers.SelectMany(analyser => analyser.Analyse(cell, options)))];
    }
}
