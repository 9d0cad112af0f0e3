using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--rate</c>: when requests are due.</summary>
internal sealed class RateOption
{
    private readonly Option<string?> _rate = new("--rate") { Description = "An open loop: requests a second, as R, poisson:R, gamma:R:BURSTINESS or ramp:FROM:TO. Default: a closed loop, or the times of --trace.", HelpName = "RATE" };

    public void AddTo(Command command) => command.Options.Add(_rate);

    /// <summary>Null for a closed loop.</summary>
    public Arrivals? Read(ParseResult result, bool isTrace) => (result.GetValue(_rate), isTrace) switch
    {
        (null, false) => null,
        (null or "trace", true) => Arrivals.Trace,
        ("trace", false) => throw new UsageException("--rate trace takes the times from a file; name it with --trace FILE."),
        ({ } rate, true) => throw new UsageException($"--trace says when requests are due; leave out --rate {rate}."),
        ({ } rate, false) => Parse(rate),
    };

    private static Arrivals Parse(string text)
    {
        var parts = text.Split(':');
        var isRate = char.IsAsciiDigit(parts[0].FirstOrDefault());
        var numbers = parts[(isRate ? 0 : 1)..].Select(part => NumberText.TryRead(part, out var number) && number > 0 ? number : double.NaN).ToArray();
        return numbers.Any(double.IsNaN) ? throw Unknown(text) : (isRate ? "constant" : parts[0], numbers) switch
        {
            ("constant", [var rate]) => Arrivals.Constant(rate),
            ("poisson", [var rate]) => Arrivals.Poisson(rate),
            ("gamma", [var rate, var burstiness]) => Arrivals.Gamma(rate, burstiness),
            ("ramp", [var from, var to]) => Arrivals.Ramp(from, to),
            _ => throw Unknown(text),
        };
    }

    private static UsageException Unknown(string text) => new($"--rate is R, poisson:R, gamma:R:BURSTINESS or ramp:FROM:TO with numbers above 0, not '{text}'.");
}
