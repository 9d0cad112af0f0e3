namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Intervals by resampling prompts: they, not steps or repeats, are what varies (repeats of a greedy answer show no
/// spread at all). Studentised on the log scale (Efron and Tibshirani 1993, 12.5), since percentiles of the ratio itself
/// cover too seldom for thirty skewed prompts. The same seed gives the same interval.
/// </summary>
internal sealed class ClusterBootstrap(int resamples, ulong seed, double confidence)
{
    /// <summary>With fewer clusters resamples repeat themselves, and Student's t stands in.</summary>
    public const int FewClusters = 10;

    public ConfidenceInterval Of(IClusterStatistic statistic) => Of(statistic, confidence);

    /// <summary>The interval with another confidence, for the comparison of several configurations at once.</summary>
    public ConfidenceInterval Of(IClusterStatistic statistic, double confidence)
    {
        var (value, error) = statistic.Measure();
        var estimate = statistic.Estimate;
        if (statistic.Clusters < 2 || !double.IsFinite(error))
        {
            return ConfidenceInterval.Of(estimate, 0, double.PositiveInfinity);
        }

        var (low, high) = (statistic.Clusters >= FewClusters ? Quantiles(statistic, value, confidence) : null) ?? StudentQuantiles(statistic.Clusters, confidence);
        return ConfidenceInterval.Of(estimate, estimate * Math.Exp(-high * error), estimate * Math.Exp(-low * error));
    }

    private static (double Low, double High) StudentQuantiles(int clusters, double confidence)
    {
        var t = StudentT.Quantile(confidence, clusters - 1);
        return (-t, t);
    }

    private (double Low, double High)? Quantiles(IClusterStatistic statistic, double value, double confidence)
    {
        var weights = new double[statistic.Clusters];
        var random = new ResampleRandom(seed);
        var pivots = new List<double>(resamples);
        for (var resample = 0; resample < resamples; resample++)
        {
            random.Resample(weights);
            var (resampled, error) = statistic.Evaluate(weights);
            if (double.IsFinite(resampled) && error > 0)
            {
                pivots.Add((resampled - value) / error);
            }
        }

        // A resample of equal clusters has no pivot. Where most have none the clusters hardly differ.
        if (pivots.Count < resamples / 2)
        {
            return null;
        }

        pivots.Sort();
        return (At(pivots, (1 - confidence) / 2), At(pivots, (1 + confidence) / 2));
    }

    /// <summary>The order statistic at share x (count + 1), interpolated.</summary>
    private static double At(List<double> sorted, double share)
    {
        var rank = Math.Clamp((share * (sorted.Count + 1)) - 1, 0, sorted.Count - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
