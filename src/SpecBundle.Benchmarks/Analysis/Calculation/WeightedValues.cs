namespace SpeculativeDecoding.Benchmarks;

/// <summary>Values that each stand for a number of equal ones, such as the tokens of a chunk.</summary>
internal sealed class WeightedValues
{
    private readonly List<(double Value, int Weight)> _values = [];

    public static LatencySummary? Summarize(IEnumerable<double> values)
    {
        var weighted = new WeightedValues();
        foreach (var value in values)
        {
            weighted.Add(value, 1);
        }

        return weighted.Summarize();
    }

    public void Add(double value, int weight) => _values.Add((value, weight));

    public LatencySummary? Summarize()
    {
        if (_values.Count == 0)
        {
            return null;
        }

        _values.Sort();
        var count = _values.Sum(entry => (long)entry.Weight);
        var mean = _values.Sum(entry => entry.Value * entry.Weight) / count;
        return new LatencySummary
        {
            Count = count,
            MeanSeconds = mean,
            P50Seconds = At(0.5, count),
            P90Seconds = At(0.9, count),
            P95Seconds = At(0.95, count),
            P99Seconds = At(0.99, count),
            MaxSeconds = _values[^1].Value,
        };
    }

    /// <summary>The value at rank share x (count - 1), interpolated between its neighbours.</summary>
    private double At(double share, long count)
    {
        var rank = share * (count - 1);
        var below = (long)rank;
        var (lower, upper) = (AtRank(below), AtRank(Math.Min(below + 1, count - 1)));
        return lower + ((rank - below) * (upper - lower));
    }

    private double AtRank(long rank)
    {
        var index = 0;
        for (var passed = (long)_values[0].Weight; passed <= rank; passed += _values[index].Weight)
        {
            index++;
        }

        return _values[index].Value;
    }
}
