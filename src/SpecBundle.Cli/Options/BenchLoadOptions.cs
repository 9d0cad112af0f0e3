using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>How a benchmark asks: configurations, when requests are due, how often, and what goes before.</summary>
internal sealed class BenchLoadOptions
{
    private readonly Option<string[]> _configurations = new("--config-list")
    {
        Description = "Configurations as batch,steps,top-k,draft-tokens; 1,0,0,0 is the run without draft. Default: 1,0,0,0 1,3,1,4.", HelpName = "B,S,K,D", AllowMultipleArgumentsPerToken = true,
    };

    private readonly RateOption _rate = new();
    private readonly Option<int?> _samples = CommonServerOptions.Positive("--samples", "How often each prompt is asked. Default: 1.");
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "Requests that warm each server up, with prompts that are not measured. Default: 4.", HelpName = "N" };
    private readonly Option<int?> _seed = new("--seed") { Description = "The seed of the order and the arrivals. Default: 1.", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Options.Add(_configurations);
        _rate.AddTo(command);
        Option[] options = [_samples, _warmUp, _seed];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public void Read(ParseResult result, bool isTrace, BenchmarkOptions benchmark)
    {
        if (result.GetValue(_configurations) is { Length: > 0 } configurations)
        {
            benchmark.Configurations = [.. configurations.Select(text => TextOption.Parse(text, BenchmarkConfiguration.Parse))];
        }
        else if (benchmark.Attach is not null)
        {
            throw new UsageException("With --attach there is one configuration: name the one that the server was started with, such as --config-list 1,3,1,4.");
        }

        benchmark.Arrivals = _rate.Read(result, isTrace);
        benchmark.Samples = result.GetValue(_samples) ?? benchmark.Samples;
        benchmark.WarmUpRequests = result.GetValue(_warmUp) ?? benchmark.WarmUpRequests;
        benchmark.Seed = result.GetValue(_seed) ?? benchmark.Seed;
        if (isTrace && benchmark.Samples > 1)
        {
            throw new UsageException("A trace says once when each request is due; leave out --samples.");
        }
    }
}
