using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>How figures are computed from the requests: the service levels of goodput, and the confidence of intervals.</summary>
internal sealed class FigureOptions
{
    private readonly Option<string[]> _goodput = new("--goodput")
    {
        Description = "Tell the share of requests that keep these limits: ttft=200ms tpot=20ms e2e=5s, one or more.", HelpName = "LATENCY=TIME", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double?> _confidence = new("--confidence") { Description = "The confidence of the intervals. Default: 0.95.", HelpName = "P" };

    public void AddTo(Command command)
    {
        command.Options.Add(_goodput);
        command.Options.Add(_confidence);
    }

    public ReportOptions Read(ParseResult result)
    {
        var options = new ReportOptions { ServiceLevels = result.GetValue(_goodput) is { Length: > 0 } levels ? ServiceLevelText.Parse(levels) : null };
        return result.GetValue(_confidence) is { } confidence ? options with { Confidence = confidence } : options;
    }
}
