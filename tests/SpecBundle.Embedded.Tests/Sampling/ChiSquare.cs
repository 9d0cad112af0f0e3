namespace SpeculativeDecoding.Tests;

/// <summary>Pearson's test: how likely counts that differ so much are, if there is no difference.</summary>
internal static class ChiSquare
{
    private const double LeastExpected = 5;

    /// <summary>Whether counts are drawn from given probabilities.</summary>
    public static double AgainstProbabilities(IReadOnlyList<int> counts, Func<int, double> probability)
    {
        var total = counts.Sum();
        var (statistic, cells) = (0.0, 0);
        var (rareSeen, rareExpected) = (0.0, 0.0);
        for (var i = 0; i < counts.Count; i++)
        {
            var expected = total * probability(i);
            if (expected >= LeastExpected)
            {
                statistic += Math.Pow(counts[i] - expected, 2) / expected;
                cells++;
            }
            else
            {
                rareSeen += counts[i];
                rareExpected += expected;
            }
        }

        if (rareExpected == 0)
        {
            return rareSeen > 0 ? 0 : UpperTail(statistic, cells - 1);
        }

        return UpperTail(statistic + (Math.Pow(rareSeen - rareExpected, 2) / rareExpected), cells);
    }

    /// <summary>Whether two samples, of any size, are drawn from the same distribution. Outcomes that are rare in both are one cell.</summary>
    public static double BetweenSamples<T>(IReadOnlyCollection<T> first, IReadOnlyCollection<T> second)
        where T : notnull
    {
        var one = first.CountBy(outcome => outcome).ToDictionary();
        var two = second.CountBy(outcome => outcome).ToDictionary();
        var share = (double)first.Count / (first.Count + second.Count);
        var cells = new List<(double One, double Two)>();
        var (rareOne, rareTwo) = (0.0, 0.0);
        foreach (var outcome in one.Keys.Union(two.Keys))
        {
            var (a, b) = ((double)one.GetValueOrDefault(outcome), (double)two.GetValueOrDefault(outcome));
            if ((a + b) * Math.Min(share, 1 - share) >= LeastExpected)
            {
                cells.Add((a, b));
            }
            else
            {
                rareOne += a;
                rareTwo += b;
            }
        }

        if (rareOne + rareTwo > 0)
        {
            cells.Add((rareOne, rareTwo));
        }

        var statistic = cells.Sum(cell =>
        {
            var (expectedOne, expectedTwo) = ((cell.One + cell.Two) * share, (cell.One + cell.Two) * (1 - share));
            return (Math.Pow(cell.One - expectedOne, 2) / expectedOne) + (Math.Pow(cell.Two - expectedTwo, 2) / expectedTwo);
        });
        return UpperTail(statistic, cells.Count - 1);
    }

    /// <summary>The probability of a statistic at least so large: the regularised upper incomplete gamma function at half of both.</summary>
    private static double UpperTail(double statistic, int degrees)
    {
        var (shape, x) = (degrees / 2.0, statistic / 2);
        if (degrees < 1 || x <= 0)
        {
            return 1;
        }

        var front = Math.Exp((shape * Math.Log(x)) - x - LogGamma(shape));
        return x < shape + 1 ? 1 - (front * Series(shape, x)) : front * Fraction(shape, x);
    }

    private static double Series(double shape, double x)
    {
        var term = 1 / shape;
        var sum = term;
        for (var n = 1; n < 10_000 && term > sum * 1e-15; n++)
        {
            term *= x / (shape + n);
            sum += term;
        }

        return sum;
    }

    private static double Fraction(double shape, double x)
    {
        // Lentz's method on the continued fraction.
        var b = x + 1 - shape;
        var c = 1e300;
        var d = 1 / b;
        var result = d;
        for (var n = 1; n < 10_000; n++)
        {
            var a = n * (shape - n);
            b += 2;
            d = 1 / ((a * d) + b);
            c = b + (a / c);
            result *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return result;
    }

    private static double LogGamma(double x)
    {
        // Stirling's series, carried far enough up to be exact to double precision.
        var shift = 0.0;
        while (x < 15)
        {
            shift -= Math.Log(x++);
        }

        var inverse = 1 / (x * x);
        var series = ((((((-1.0 / 1680 * inverse) + (1.0 / 1260)) * inverse) - (1.0 / 360)) * inverse) + (1.0 / 12)) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }
}
