namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Wilson's interval for a share of trials that come in clusters (verify steps of a prompt, questions of a category). The
/// trials of a cluster resemble each other, so that as many count as would give the spread between clusters (Korn and
/// Graubard 1998), and Student's t replaces the normal quantile.
/// </summary>
internal static class ClusteredProportion
{
    /// <summary>The interval of Σ successes / Σ trials; null without any trial.</summary>
    public static ConfidenceInterval? Of(double[] successes, double[] trials, double confidence)
    {
        var total = trials.Sum();
        var clusters = trials.Count(count => count > 0);
        if (clusters == 0)
        {
            return null;
        }

        var share = successes.Sum() / total;
        if (clusters == 1)
        {
            return ConfidenceInterval.Of(share, 0, 1);
        }

        // Clusters of unequal weight tell as much about the spread as fewer equal ones (Kish 1965).
        var equal = total * total / trials.Sum(count => count * count);
        var degrees = Math.Max(1, (int)Math.Round(equal) - 1);
        return Wilson(share, EffectiveTrials(successes, trials, share, total, clusters), StudentT.Quantile(confidence, degrees));
    }

    private static double EffectiveTrials(double[] successes, double[] trials, double share, double total, int clusters)
    {
        // The jackknife's deviations: what the share would be without the cluster.
        var squares = 0.0;
        for (var index = 0; index < trials.Length; index++)
        {
            var deviation = (successes[index] - (share * trials[index])) / Math.Max(1, total - trials[index]);
            squares += deviation * deviation;
        }

        var variance = squares * (clusters - 1) / clusters;

        // All or nothing says nothing about likeness within a cluster: count each cluster once.
        return share is <= 0 or >= 1 ? clusters : variance > 0 ? Math.Min(total, share * (1 - share) / variance) : total;
    }

    private static ConfidenceInterval Wilson(double share, double trials, double quantile)
    {
        var square = quantile * quantile / trials;
        var centre = (share + (square / 2)) / (1 + square);
        var half = Math.Sqrt((square * share * (1 - share)) + (square * square / 4)) / (1 + square);
        return ConfidenceInterval.Of(share, Math.Max(0, Math.Min(share, centre - half)), Math.Min(1, Math.Max(share, centre + half)));
    }
}
