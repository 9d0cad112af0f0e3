namespace SpeculativeDecoding.Benchmarks;

/// <summary>The figures of a cell from its records.</summary>
internal sealed class CellCalculation(ReportOptions options, ClusterBootstrap bootstrap)
{
    public BenchmarkCell Of(CellRecords cell, CellRecords? baseline)
    {
        var wall = cell.Category is null ? WallSeconds(cell) : null;
        var pairs = baseline is null ? null : new PairedRecords(cell, baseline);
        return new BenchmarkCell
        {
            Configuration = cell.Configuration,
            Workload = cell.Workload,
            Category = cell.Category,
            Requests = cell.All.Count,
            Failed = cell.All.Count - cell.Finished.Count,
            Prompts = cell.Prompts.Count,
            CompletionTokens = cell.Finished.Any(record => record.CompletionTokens is not null) ? cell.Finished.Sum(record => (long)(record.CompletionTokens ?? 0)) : null,
            AcceptLength = StepBounds.Within(Ratio(cell, RecordFigures.Acceptance), cell, countsPrefill: true),
            TokensPerVerifyStep = StepBounds.Within(Ratio(cell, RecordFigures.AcceptanceAfterFirst), cell, countsPrefill: false),
            WallSeconds = wall,
            RequestSpeed = Ratio(cell, RecordFigures.Speed),
            OutputThroughput = Throughput(cell, wall),
            Latencies = LatencyCalculation.Of(cell.Finished),
            Goodput = wall is { } seconds && options.ServiceLevels is { } levels ? GoodputCalculation.Of(cell, seconds, levels, options.Confidence) : null,
            DraftPositions = PositionCalculation.OfDraft(cell, options.Confidence),
            OutputPositions = PositionCalculation.OfOutput(cell, bootstrap),
            Scored = cell.Finished.Count(record => record.Correct is not null),
            ValidAnswers = cell.Finished.Count(record => record.Answer is not null),
            Accuracy = Accuracy(cell),
            Speedup = pairs is null ? null : SpeedupCalculation.Of(pairs, baseline!.Configuration, bootstrap),
            VerifyStepCost = pairs is null ? null : SpeedupCalculation.CostOf(pairs, bootstrap),
            ClientShare = ClientShare(cell),
        };
    }

    private static double? WallSeconds(CellRecords cell) =>
        cell.All.GroupBy(record => record.Session).Sum(session => session.Max(record => record.FinishedSeconds) - session.Min(record => record.DueSeconds)) is > 0 and var seconds ? seconds : null;

    private static double? ClientShare(CellRecords cell)
    {
        var measured = cell.Finished.Where(record => record.ClientSeconds is not null && record.Seconds() > 0).ToList();
        return measured.Count > 0 ? measured.Sum(record => record.ClientSeconds!.Value) / measured.Sum(record => record.Seconds()) : null;
    }

    /// <summary>Tokens / wall time = tokens / Σ request time x the mean number of requests in flight.</summary>
    private ConfidenceInterval? Throughput(CellRecords cell, double? wall) =>
        wall is { } seconds && Ratio(cell, RecordFigures.Speed) is { } speed
            ? speed.Scale(cell.Finished.Sum(record => record.Speed()?.Seconds ?? 0) / seconds) with { Estimate = cell.Finished.Sum(record => record.Speed()?.Tokens ?? 0) / seconds }
            : null;

    private ConfidenceInterval? Accuracy(CellRecords cell) =>
        cell.Sums(record => record.Correct is { } right ? (right ? 1 : 0, 1) : null) is { } scores
            ? ClusteredProportion.Of(scores.Left, scores.Right, options.Confidence)
            : null;

    private ConfidenceInterval? Ratio(CellRecords cell, Func<RequestRecord, (double, double)?> figures) =>
        cell.Sums(figures) is { } sums ? bootstrap.Of(LogOfSums.Ratio(sums.Left, sums.Right)) : null;
}
