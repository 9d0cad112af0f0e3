using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>All numbers of a cell by name; what is null is left out.</summary>
internal static class CellFigures
{
    public static Dictionary<string, double> Of(BenchmarkCell cell)
    {
        var figures = new Dictionary<string, double>
        {
            ["requests"] = cell.Requests, ["failed"] = cell.Failed, ["prompts"] = cell.Prompts, ["scored"] = cell.Scored, ["valid answers"] = cell.ValidAnswers,
        };
        Add(figures, "completion tokens", cell.CompletionTokens);
        Add(figures, "wall", cell.WallSeconds);
        Add(figures, "client share", cell.ClientShare);
        Add(figures, "accept length", cell.AcceptLength);
        Add(figures, "tokens per verify step", cell.TokensPerVerifyStep);
        Add(figures, "throughput", cell.OutputThroughput);
        Add(figures, "request speed", cell.RequestSpeed);
        Add(figures, "accuracy", cell.Accuracy);
        Add(figures, "good", cell.Goodput?.Good);
        Add(figures, "good share", cell.Goodput?.Share);
        Add(figures, "goodput", cell.Goodput?.RequestsPerSecond);
        Add(figures, "ttft", cell.Latencies.TimeToFirstToken);
        Add(figures, "itl", cell.Latencies.InterToken);
        Add(figures, "chunk", cell.Latencies.InterChunk);
        Add(figures, "tpot", cell.Latencies.TimePerOutputToken);
        Add(figures, "end to end", cell.Latencies.EndToEnd);
        Add(figures, "dispatch", cell.Latencies.Dispatch);
        Add(figures, "speedup", cell.Speedup?.Overall);
        Add(figures, "speedup per prompt", cell.Speedup?.PerPrompt);
        Add(figures, "speedup requests", cell.Speedup?.Requests);
        Add(figures, "compared", cell.Speedup?.ComparedAnswers);
        Add(figures, "equal", cell.Speedup?.EqualAnswers);
        Add(figures, "step cost", cell.VerifyStepCost?.Ratio);
        Add(figures, "break-even", cell.VerifyStepCost?.BreakEvenAcceptLength);
        Add(figures, "verify step", cell.VerifyStepCost?.VerifyStepSeconds);
        Add(figures, "plain step", cell.VerifyStepCost?.PlainStepSeconds);
        foreach (var position in cell.DraftPositions)
        {
            Add(figures, $"position {position.Counts.Position} accepted", position.Counts.Accepted);
            Add(figures, $"position {position.Counts.Position} conditional", position.Conditional);
            Add(figures, $"position {position.Counts.Position} marginal", position.Marginal);
        }

        foreach (var position in cell.OutputPositions)
        {
            Add(figures, $"output {position.FromToken}", position.TokensPerVerifyStep);
        }

        return figures;
    }

    private static void Add(Dictionary<string, double> figures, string name, double? value)
    {
        if (value is { } known)
        {
            figures[name] = known;
        }
    }

    private static void Add(Dictionary<string, double> figures, string name, ConfidenceInterval? interval)
    {
        Add(figures, name + " estimate", interval?.Estimate);
        Add(figures, name + " low", interval?.Low);
        Add(figures, name + " high", interval?.High);
    }

    private static void Add(Dictionary<string, double> figures, string name, LatencySummary? summary)
    {
        Add(figures, name + " count", summary?.Count);
        Add(figures, name + " mean", summary?.MeanSeconds);
        Add(figures, name + " p50", summary?.P50Seconds);
        Add(figures, name + " p90", summary?.P90Seconds);
        Add(figures, name + " p95", summary?.P95Seconds);
        Add(figures, name + " p99", summary?.P99Seconds);
        Add(figures, name + " max", summary?.MaxSeconds);
    }
}
