namespace SpeculativeDecoding.Benchmarks;

/// <summary>The requests of a cell that kept the service levels.</summary>
internal static class GoodputCalculation
{
    public static Goodput? Of(CellRecords cell, double wallSeconds, ServiceLevels levels, double confidence)
    {
        var verdicts = cell.All.Select(record => (record.PromptId, Kept: Keeps(record, levels))).ToList();
        if (verdicts.Exists(verdict => verdict.Kept is null) || !(wallSeconds > 0))
        {
            return null;
        }

        var prompts = verdicts.GroupBy(verdict => verdict.PromptId).ToList();
        var good = prompts.Select(prompt => (double)prompt.Count(verdict => verdict.Kept == true)).ToArray();
        var share = ClusteredProportion.Of(good, [.. prompts.Select(prompt => (double)prompt.Count())], confidence);
        return share is { } known ? new Goodput { Good = (int)good.Sum(), Share = known, RequestsPerSecond = known.Scale(cell.All.Count / wallSeconds) } : null;
    }

    /// <summary>Null where a limited latency was not measured. An answer of one token has no time per output token to limit.</summary>
    private static bool? Keeps(RequestRecord record, ServiceLevels levels)
    {
        if (record.Error is not null)
        {
            return false;
        }

        var perToken = record.CompletionTokens is <= 1 ? 0 : record.TimePerOutputToken();
        if ((levels.TimeToFirstToken is not null && record.TimeToFirstToken() is null) || (levels.TimePerOutputToken is not null && perToken is null))
        {
            return null;
        }

        return Within(record.TimeToFirstToken(), levels.TimeToFirstToken)
            && Within(perToken, levels.TimePerOutputToken)
            && Within(record.EndToEnd(), levels.EndToEnd);
    }

    private static bool Within(double? seconds, TimeSpan? limit) => limit is null || seconds <= limit.Value.TotalSeconds;
}
