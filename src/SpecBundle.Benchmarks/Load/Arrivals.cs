using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>An open loop: requests are due at times of their own, whether or not the ones before have ended. Latency counts from there.</summary>
public sealed class Arrivals
{
    private readonly string _name;
    private readonly Func<IReadOnlyList<BenchmarkPrompt>, Random, double[]> _times;

    /// <summary>Whether prompts come in the order of their trace.</summary>
    internal bool IsTrace { get; private init; }

    private Arrivals(string name, Func<IReadOnlyList<BenchmarkPrompt>, Random, double[]> times) => (_name, _times) = (name, times);

    /// <summary>The arrivals that prompts of a trace bring (<see cref="BenchmarkPrompt.ArrivalSeconds"/>).</summary>
    /// <value>A prompt without one is due with the one before it.</value>
    public static Arrivals Trace => new("trace", (prompts, _) => TraceOf(prompts)) { IsTrace = true };

    /// <summary>One after another at equal distances.</summary>
    /// <param name="requestsPerSecond">The rate, above 0.</param>
    /// <returns>The arrivals.</returns>
    public static Arrivals Constant(double requestsPerSecond) =>
        At($"constant {Text(requestsPerSecond)}/s", requestsPerSecond, (_, _) => 1);

    /// <summary>As independent users send them: exponential distances.</summary>
    /// <param name="requestsPerSecond">The mean rate, above 0.</param>
    /// <returns>The arrivals.</returns>
    public static Arrivals Poisson(double requestsPerSecond) =>
        At($"Poisson {Text(requestsPerSecond)}/s", requestsPerSecond, (random, _) => -Math.Log(1 - random.NextDouble()));

    /// <summary>Distances of a gamma distribution.</summary>
    /// <param name="requestsPerSecond">The mean rate, above 0.</param>
    /// <param name="burstiness">The shape, above 0: 1 is Poisson, below comes in bursts, above is more even.</param>
    /// <returns>The arrivals.</returns>
    public static Arrivals Gamma(double requestsPerSecond, double burstiness)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burstiness);
        return At($"gamma {Text(requestsPerSecond)}/s, burstiness {Text(burstiness)}", requestsPerSecond, (random, _) => GammaSample.Next(random, burstiness) / burstiness);
    }

    /// <summary>A rate that grows or falls evenly from the first request to the last, with exponential distances.</summary>
    /// <param name="from">Requests a second at the begin, above 0.</param>
    /// <param name="to">Requests a second at the end, above 0.</param>
    /// <returns>The arrivals.</returns>
    public static Arrivals Ramp(double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        return At($"ramp {Text(from)} to {Text(to)}/s", 1, (random, done) => -Math.Log(1 - random.NextDouble()) / (from + ((to - from) * done)));
    }

    /// <summary>What reports call it.</summary>
    /// <returns>For example <c>Poisson 4/s</c>.</returns>
    public override string ToString() => _name;

    /// <summary>When each request is due, in seconds from the first one's begin; the same seed gives the same times.</summary>
    internal double[] Times(IReadOnlyList<BenchmarkPrompt> prompts, int seed) => _times(prompts, new Random(seed));

    private static Arrivals At(string name, double rate, Func<Random, double, double> distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return new Arrivals(name, (prompts, random) =>
        {
            var times = new double[prompts.Count];
            for (var i = 1; i < times.Length; i++)
            {
                times[i] = times[i - 1] + (distance(random, (double)i / times.Length) / rate);
            }

            return times;
        });
    }

    private static double[] TraceOf(IReadOnlyList<BenchmarkPrompt> prompts)
    {
        var times = new double[prompts.Count];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = prompts[i].ArrivalSeconds ?? (i > 0 ? times[i - 1] : 0);
        }

        return times;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
