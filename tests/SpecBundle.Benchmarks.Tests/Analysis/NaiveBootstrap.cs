using System.Collections.Concurrent;
using System.Numerics;

namespace SpeculativeDecoding.Tests;

/// <summary>The intervals, from the text-book: resampled prompts as lists, the jackknife by leaving out, Student's t by integration.</summary>
internal static class NaiveBootstrap
{
    private static readonly ConcurrentDictionary<(double Confidence, int Degrees), double> Quantiles = new();

    public static void ConfidenceInterval(Dictionary<string, double> figures, string name, List<double[]> prompts, int[] signs, int resamples, ulong seed, double confidence)
    {
        var log = (List<double[]> sample) => signs.Select((sign, column) => sign * Math.Log(sample.Sum(prompt => prompt[column]))).Sum();
        var value = log(prompts);
        if (prompts.Count < 2)
        {
            Set(figures, name, Math.Exp(value), 0, double.PositiveInfinity);
            return;
        }

        var without = Enumerable.Range(0, prompts.Count).Select(left => log([.. prompts.Where((_, index) => index != left)])).ToList();
        var error = Math.Sqrt((prompts.Count - 1.0) / prompts.Count * without.Sum(each => Math.Pow(each - without.Average(), 2)));
        Studentised(figures, name, prompts, value, error, resamples, seed, confidence, sample =>
        {
            var sums = signs.Select((_, column) => sample.Sum(prompt => prompt[column])).ToArray();
            var squares = sample.Sum(prompt => Math.Pow(signs.Select((sign, column) => sign * prompt[column] / sums[column]).Sum(), 2));
            return (log(sample), Math.Sqrt(squares * sample.Count / (sample.Count - 1)));
        });
    }

    public static void GeometricMean(Dictionary<string, double> figures, string name, List<double> ratios, int resamples, ulong seed, double confidence)
    {
        var mean = (List<double[]> sample) => (sample.Average(prompt => Math.Log(prompt[0])),
            Math.Sqrt(sample.Sum(prompt => Math.Pow(Math.Log(prompt[0]) - sample.Average(each => Math.Log(each[0])), 2)) / (sample.Count - 1) / sample.Count));
        List<double[]> prompts = [.. ratios.Select(ratio => new[] { ratio })];
        var (value, error) = mean(prompts);
        if (prompts.Count < 2)
        {
            Set(figures, name, Math.Exp(value), 0, double.PositiveInfinity);
            return;
        }

        Studentised(figures, name, prompts, value, error, resamples, seed, confidence, mean);
    }

    public static void Wilson(Dictionary<string, double> figures, string name, List<double[]> prompts, double confidence)
    {
        prompts = [.. prompts.Where(prompt => prompt[1] > 0)];
        if (prompts.Count == 0)
        {
            return;
        }

        var (hits, trials) = (prompts.Sum(prompt => prompt[0]), prompts.Sum(prompt => prompt[1]));
        var p = hits / trials;
        if (prompts.Count == 1)
        {
            Set(figures, name, p, 0, 1);
            return;
        }

        var variance = (prompts.Count - 1.0) / prompts.Count * prompts.Sum(prompt => Math.Pow(((hits - prompt[0]) / Math.Max(1, trials - prompt[1]) - (p * (trials - prompt[1]) / Math.Max(1, trials - prompt[1]))), 2));
        var n = p is 0 or 1 ? prompts.Count : Math.Min(trials, p * (1 - p) / variance);
        var t = Quantile(confidence, (int)Math.Max(1, Math.Round(trials * trials / prompts.Sum(prompt => prompt[1] * prompt[1])) - 1));
        var (centre, half) = ((p + (t * t / (2 * n))) / (1 + (t * t / n)), t / (1 + (t * t / n)) * Math.Sqrt((p * (1 - p) / n) + (t * t / (4 * n * n))));
        Set(figures, name, p, p == 0 ? 0 : centre - half, p == 1 ? 1 : centre + half);
    }

    private static void Studentised(Dictionary<string, double> figures, string name, List<double[]> prompts, double value, double error, int resamples, ulong seed, double confidence, Func<List<double[]>, (double Value, double Error)> evaluate)
    {
        var t = Quantile(confidence, prompts.Count - 1);
        var (low, high) = (-t, t);
        if (prompts.Count >= 10)
        {
            var pivots = new List<double>();
            var state = new BigInteger(seed);
            for (var resample = 0; resample < resamples; resample++)
            {
                var drawn = evaluate(Draw(prompts, ref state));
                pivots.Add((drawn.Value - value) / drawn.Error);
            }

            pivots.Sort();
            (low, high) = (At(pivots, (1 - confidence) / 2), At(pivots, (1 + confidence) / 2));
        }

        Set(figures, name, Math.Exp(value), Math.Exp(value - (high * error)), Math.Exp(value - (low * error)));
    }

    /// <summary>SplitMix64 in whole numbers of any size; two draws from each, the low half first.</summary>
    private static List<double[]> Draw(List<double[]> prompts, ref BigInteger state)
    {
        var two64 = BigInteger.One << 64;
        var drawn = new List<double[]>();
        while (drawn.Count < prompts.Count)
        {
            state = (state + 0x9E3779B97F4A7C15) % two64;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % two64;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB % two64;
            z ^= z >> 31;
            drawn.Add(prompts[(int)(z % (BigInteger.One << 32) * prompts.Count >> 32)]);
            drawn.Add(prompts[(int)((z >> 32) * prompts.Count >> 32)]);
        }

        return [.. drawn.Take(prompts.Count)];
    }

    private static double At(List<double> sorted, double share)
    {
        var rank = (share * (sorted.Count + 1)) - 1;
        var below = (int)Math.Floor(rank);
        return sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }

    private static double Quantile(double confidence, int degrees) => Quantiles.GetOrAdd((confidence, degrees), Integrated);

    /// <summary>Half of the probability lies in 0..t: Simpson's rule on the density, then halving.</summary>
    private static double Integrated((double Confidence, int Degrees) wanted)
    {
        var (confidence, degrees) = wanted;
        var factor = Gamma(degrees + 1) / (Math.Sqrt(degrees * Math.PI) * Gamma(degrees));
        var density = (double x) => factor * Math.Pow(1 + (x * x / degrees), -(degrees + 1) / 2.0);
        var (low, high) = (0.0, 100.0);
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            var width = middle / 1000;
            var area = Enumerable.Range(0, 1001).Sum(index => density(index * width) * (index is 0 or 1000 ? 1 : index % 2 == 1 ? 4 : 2)) * width / 3;
            (low, high) = 2 * area < confidence ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Γ(twice / 2).</summary>
    private static double Gamma(int twice) => twice switch { 1 => Math.Sqrt(Math.PI), 2 => 1, _ => ((twice / 2.0) - 1) * Gamma(twice - 2) };

    private static void Set(Dictionary<string, double> figures, string name, double estimate, double low, double high) =>
        (figures[name + " estimate"], figures[name + " low"], figures[name + " high"]) = (estimate, low, high);
}
