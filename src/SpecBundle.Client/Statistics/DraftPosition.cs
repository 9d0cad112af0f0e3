namespace SpeculativeDecoding;

/// <summary>How often the draft's token at one position was accepted. Keeps the counts; the ratios follow from them.</summary>
public readonly record struct DraftPosition
{
    /// <summary>The position in the draft, 1 for its first token.</summary>
    public int Position { get; init; }

    /// <summary>All verify steps.</summary>
    public long Steps { get; init; }

    /// <summary>Verify steps in which every earlier position was accepted, so that this one decided.</summary>
    public long Reached { get; init; }

    /// <summary>Verify steps in which this position was accepted.</summary>
    public long Accepted { get; init; }

    /// <summary>Accepted / reached: the condition is that all earlier positions were accepted. Null where none reached it.</summary>
    public double? Conditional => Reached > 0 ? (double)Accepted / Reached : null;

    /// <summary>Accepted / all verify steps. Null without any step.</summary>
    public double? Marginal => Steps > 0 ? (double)Accepted / Steps : null;

    /// <summary>Every position of a histogram, from the first to the last that was ever accepted.</summary>
    internal static IReadOnlyList<DraftPosition> FromHistogram(IReadOnlyList<long> histogram)
    {
        var positions = new DraftPosition[Math.Max(histogram.Count - 1, 0)];
        var steps = histogram.Sum();
        var reached = steps;
        for (var position = 1; position <= positions.Length; position++)
        {
            var accepted = reached - histogram[position - 1];
            positions[position - 1] = new DraftPosition { Position = position, Steps = steps, Reached = reached, Accepted = accepted };
            reached = accepted;
        }

        return positions;
    }
}
