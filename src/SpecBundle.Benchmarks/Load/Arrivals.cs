using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>An open loop: requests are due at times of their own, whether or not the ones before have ended. Latency counts from there.</summary>
public sealed class Arrivals
{
    private readonly string _name;
    private readonly Func<IReadOnlyList<BenchmarkPrompt>, int, Random, double[]> _times;

    /// <summary>Whether prompts come in the order of their trace.</summary>
    internal bool IsTrace { get; private init; }

    private Arrivals(string name, Func<IReadOnlyList<BenchmarkPrompt>, int, Random, double[]> times) => (_name, _times) = (name, times);

    /// <summary>The arrivals that prompts of a trace bring (<see cref="BenchmarkPrompt.ArrivalSeconds"/>).</summary>
    /// <value>A prompt without one is due with the one before it. Asked several times, the trace is played one time after another.</value>
    public static Arrivals Trace => new("trace", (prompts, samples, _) => TraceOf(prompts, samples)) { IsTrace = true };

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
    /// <param name="from">Requests a second at the beginning, above 0.</param>
    /// <param name="to">Requests a second at the end, above 0.</param>
    /// <returns>The arrivals.</returns>
    public static Arrivals Ramp(double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        return At($"ramp {Text(from)} to {Text(to)}/s", 1, (random, done) => -Math.Log(1 - random.NextDouble()) / (from + ((to - from) * done)));
    }

    /// <summary>Reads a rate: <c>4</c> (requests a second at equal distances), <c>poisson:4</c>, <c>gamma:4:0.5</c> (with its burstiness) or <c>ramp:1:10</c>.</summary>
    /// <param name="text">The text; its numbers are above 0.</param>
    /// <returns>The arrivals.</returns>
    /// <exception cref="FormatException">It is of another shape; the message shows the shapes.</exception>
    public static Arrivals Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        var isRate = char.IsAsciiDigit(parts[0].FirstOrDefault());
        var numbers = parts[(isRate ? 0 : 1)..].Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number > 0 ? number : double.NaN).ToArray();
        return (isRate ? "constant" : parts[0], numbers.Any(double.IsNaN) ? [] : numbers) switch
        {
            ("constant", [var rate]) => Constant(rate),
            ("poisson", [var rate]) => Poisson(rate),
            ("gamma", [var rate, var burstiness]) => Gamma(rate, burstiness),
            ("ramp", [var from, var to]) => Ramp(from, to),
            _ => throw new FormatException($"'{text}' is no rate. Write R, poisson:R, gamma:R:BURSTINESS or ramp:FROM:TO, with numbers above 0."),
        };
    }

    /// <summary>What reports call it.</summary>
    /// <returns>For example <c>Poisson 4/s</c>.</returns>
    public override string ToString() => _name;

    /// <summary>When each request is due, in seconds from the first one's begin; the same seed gives the same times.</summary>
    internal double[] Times(IReadOnlyList<BenchmarkPrompt> prompts, int samples, int seed) => _times(prompts, samples, new Random(seed));

    /// <summary>The prompts in the order of their trace.</summary>
    /// <exception cref="BenchmarkException">None has a time, or one has a time that is none.</exception>
    internal static BenchmarkPrompt[] InOrder(string workload, IReadOnlyList<BenchmarkPrompt> prompts)
    {
        if (prompts.FirstOrDefault(prompt => prompt.ArrivalSeconds is { } seconds && !(double.IsFinite(seconds) && seconds >= 0)) is { } wrong)
        {
            throw new BenchmarkException(string.Create(CultureInfo.InvariantCulture, $"The arrival of {wrong.Id}, {wrong.ArrivalSeconds} s, is no time from the begin of a trace."), "Give seconds from 0 on.");
        }

        if (prompts.All(prompt => prompt.ArrivalSeconds is null))
        {
            throw new BenchmarkException($"No prompt of {workload} says when it arrives, so that there is no trace to follow.", "Read the prompts with ArrivalTrace, or name a rate.");
        }

        var last = 0.0;
        return [.. prompts.Select(prompt => prompt with { ArrivalSeconds = last = prompt.ArrivalSeconds ?? last }).OrderBy(prompt => prompt.ArrivalSeconds)];
    }

    private static Arrivals At(string name, double rate, Func<Random, double, double> distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return new Arrivals(name, (prompts, samples, random) =>
        {
            var times = new double[prompts.Count * samples];
            for (var i = 1; i < times.Length; i++)
            {
                times[i] = times[i - 1] + (distance(random, (double)i / times.Length) / rate);
            }

            return times;
        });
    }

    /// <summary>The next playing begins as long after the last request as requests are apart on average.</summary>
    private static double[] TraceOf(IReadOnlyList<BenchmarkPrompt> prompts, int samples)
    {
        var length = prompts[^1].ArrivalSeconds!.Value;
        var period = length + (prompts.Count > 1 ? length / (prompts.Count - 1) : 0);
        return [.. Enumerable.Range(0, samples).SelectMany(sample => prompts.Select(prompt => prompt.ArrivalSeconds!.Value + (sample * period)))];
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
