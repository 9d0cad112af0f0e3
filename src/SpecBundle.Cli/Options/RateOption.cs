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
        ({ } rate, false) => TextOption.Parse(rate, Arrivals.Parse),
    };
}
