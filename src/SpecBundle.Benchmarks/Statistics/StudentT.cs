namespace SpeculativeDecoding.Benchmarks;

/// <summary>Student's t distribution with a whole number of degrees of freedom, by the finite sums of Abramowitz and Stegun 26.7.3-4.</summary>
internal static class StudentT
{
    /// <summary>Beyond this the distribution is the normal one, to four digits of a quantile.</summary>
    private const int ManyDegrees = 2_000;

    /// <summary>The t that a share of the distribution exceeds neither way: 2.045 for 0.95 and 29 degrees.</summary>
    public static double Quantile(double confidence, int degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (Within(high, degrees) < confidence)
        {
            high *= 2;
        }

        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = Within(middle, degrees) < confidence ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability of -t..t.</summary>
    public static double Within(double t, int degrees)
    {
        degrees = Math.Min(degrees, ManyDegrees);
        var angle = Math.Atan2(t, Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var odd = degrees % 2 == 1;
        var (term, sum) = odd ? (cosine, degrees > 1 ? cosine : 0) : (1.0, 1.0);
        for (var k = odd ? 3 : 2; k <= degrees - 2; k += 2)
        {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }

        return odd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
