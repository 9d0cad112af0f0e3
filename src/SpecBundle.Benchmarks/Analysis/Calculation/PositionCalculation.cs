namespace SpeculativeDecoding.Benchmarks;

/// <summary>The acceptance by position: in the draft and along the output.</summary>
internal static class PositionCalculation
{
    private const int FirstStretch = 64;

    /// <summary>Every position up to the configuration's steps, or to the longest histogram where that is not known.</summary>
    public static IReadOnlyList<DraftPositionAcceptance> OfDraft(CellRecords cell, double confidence)
    {
        var prompts = cell.Prompts
            .Select(prompt => prompt.Select(record => record.AcceptHistogram).OfType<IReadOnlyList<int>>().ToList())
            .Where(histograms => histograms.Count > 0)
            .ToList();
        if (prompts.Count == 0)
        {
            return [];
        }

        var length = Math.Max(1 + (cell.Name?.Steps ?? 0), prompts.SelectMany(histograms => histograms).Max(histogram => histogram.Count));
        var positions = prompts.Select(histograms => DraftPosition.FromHistogram(Sum(histograms, length))).ToList();
        return [.. Enumerable.Range(0, length - 1).Select(position => Of([.. positions.Select(prompt => prompt[position])], confidence)).OfType<DraftPositionAcceptance>()];
    }

    /// <summary>Stretches of 64 tokens, then doubling: 0-64, 64-128, 128-256.</summary>
    public static IReadOnlyList<OutputPosition> OfOutput(CellRecords cell, ClusterBootstrap bootstrap)
    {
        var stretches = new SortedDictionary<int, SortedDictionary<int, (double Tokens, double Steps)>>();
        for (var prompt = 0; prompt < cell.Prompts.Count; prompt++)
        {
            foreach (var (start, tokens) in cell.Prompts[prompt].SelectMany(record => record.StreamedSteps() ?? []))
            {
                var from = StretchOf(start);
                var stretch = stretches.TryGetValue(from, out var known) ? known : stretches[from] = [];
                var sum = stretch.GetValueOrDefault(prompt);
                stretch[prompt] = (sum.Tokens + tokens, sum.Steps + 1);
            }
        }

        return [.. stretches.Select(stretch => Of(stretch.Key, [.. stretch.Value.Values], cell.Name?.Steps, bootstrap))];
    }

    private static int StretchOf(int start)
    {
        var from = 0;
        for (var end = FirstStretch; end <= start; end *= 2)
        {
            from = end;
        }

        return from;
    }

    private static OutputPosition Of(int from, (double Tokens, double Steps)[] prompts, int? steps, ClusterBootstrap bootstrap) => new()
    {
        FromToken = from,
        ToToken = Math.Max(FirstStretch, 2 * from),
        Prompts = prompts.Length,
        Steps = (long)prompts.Sum(prompt => prompt.Steps),
        TokensPerVerifyStep = StepBounds.Within(bootstrap.Of(LogOfSums.Ratio([.. prompts.Select(prompt => prompt.Tokens)], [.. prompts.Select(prompt => prompt.Steps)])), steps, prefill: 0),
    };

    private static DraftPositionAcceptance? Of(DraftPosition[] prompts, double confidence)
    {
        double[] accepted = [.. prompts.Select(prompt => (double)prompt.Accepted)];
        var counts = new DraftPosition
        {
            Position = prompts[0].Position,
            Steps = Total(prompts.Select(prompt => prompt.Steps)),
            Reached = Total(prompts.Select(prompt => prompt.Reached)),
            Accepted = Total(prompts.Select(prompt => prompt.Accepted)),
        };
        return ClusteredProportion.Of(accepted, [.. prompts.Select(prompt => (double)prompt.Steps)], confidence) is { } marginal
            ? new() { Counts = counts, Conditional = ClusteredProportion.Of(accepted, [.. prompts.Select(prompt => (double)prompt.Reached)], confidence), Marginal = marginal }
            : null;
    }

    // Counts of a file that nobody checked may add up to more than there can be.
    private static int Total(IEnumerable<int> counts) => (int)Math.Min(counts.Sum(count => (long)count), int.MaxValue);

    private static int[] Sum(List<IReadOnlyList<int>> histograms, int length)
    {
        var sum = new int[length];
        foreach (var histogram in histograms)
        {
            for (var accepted = 0; accepted < histogram.Count; accepted++)
            {
                sum[accepted] += histogram[accepted];
            }
        }

        return sum;
    }
}
