using System.CommandLine;
using System.Globalization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>What a benchmark asks: configurations, workloads, and when requests are due.</summary>
internal sealed class BenchLoadOptions
{
    private readonly Option<string[]> _configurations = new("--config-list")
    {
        Description = "Configurations as batch,steps,top-k,draft-tokens; 1,0,0,0 is the run without draft. Default: 1,0,0,0 1,3,1,4.", HelpName = "B,S,K,D", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _workloads = new("--benchmark-list")
    {
        Description = "Workloads of the suite as name:num-prompts:subset,subset, such as gsm8k:50.", HelpName = "NAME:N:SUBSET", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _prompts = new("--prompts") { Description = "Files with prompts of your own (JSON Lines with prompt, turns or messages).", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _raw = new("--no-chat-template") { Description = "Send prompts of your own as they stand, as 'generate' does." };
    private readonly Option<string?> _data = new("--data") { Description = "The folder above the suite's data sets. Default: they are fetched from the Hub into its cache.", HelpName = "FOLDER" };
    private readonly Option<int?> _maxNewTokens = new("--max-new-tokens") { Description = "The longest answer to prompts of your own, in tokens. Default: 2048.", HelpName = "N" };
    private readonly Option<string?> _rate = new("--rate") { Description = "An open loop: requests a second, as R, poisson:R, gamma:R:BURSTINESS, ramp:FROM:TO or trace. Default: a closed loop.", HelpName = "RATE" };
    private readonly Option<int> _samples = new("--samples") { Description = "How often each prompt is asked.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _seed = new("--seed") { Description = "The seed of the order and the arrivals.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        Option[] options = [_configurations, _workloads, _prompts, _raw, _data, _maxNewTokens, _rate, _samples, _seed];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public async Task ReadAsync(ParseResult result, BenchmarkOptions benchmark, CancellationToken cancellationToken)
    {
        try
        {
            var workloads = (result.GetValue(_workloads) ?? []).Select(BenchmarkWorkload.Parse).ToList();
            foreach (var file in result.GetValue(_prompts) ?? [])
            {
                var name = Path.GetFileName(file).Split('.')[0];
                IEnumerable<BenchmarkPrompt> prompts = await Benchmarks.PromptFile.ReadAsync(file, name, cancellationToken).ConfigureAwait(false);
                prompts = result.GetValue(_raw) ? prompts.Select(AsItStands) : prompts;
                workloads.Add(new PromptWorkload(name, prompts) { NewTokenLimit = result.GetValue(_maxNewTokens) ?? 2048 });
            }

            if (workloads.Count == 0)
            {
                throw new UsageException("What should it ask? Give --benchmark-list gsm8k:50, or --prompts FILE.jsonl.");
            }

            benchmark.Workloads = workloads;
            if (result.GetValue(_configurations) is { Length: > 0 } configurations)
            {
                benchmark.Configurations = [.. configurations.Select(BenchmarkConfiguration.Parse)];
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new UsageException(exception.Message);
        }

        benchmark.Data = result.GetValue(_data) is { } folder ? new LocalRowSource(folder) : null;
        benchmark.Arrivals = result.GetValue(_rate) is { } rate ? ReadRate(rate) : null;
        benchmark.Samples = result.GetValue(_samples) is > 0 and var samples ? samples : throw new UsageException("--samples is at least 1.");
        benchmark.Seed = result.GetValue(_seed);
    }

    private static BenchmarkPrompt AsItStands(BenchmarkPrompt prompt) => prompt is { Turns: [var text], History.Count: 0, System: null }
        ? prompt with { Raw = text, Turns = [] }
        : throw new UsageException($"The prompt {prompt.Id} is a conversation, which needs the chat template; leave out --no-chat-template.");

    private static Arrivals ReadRate(string text)
    {
        var parts = text.Split(':');
        var numbers = parts.SkipWhile(part => !char.IsAsciiDigit(part.FirstOrDefault())).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : double.NaN).ToArray();
        return numbers.Any(double.IsNaN) ? throw Unknown(text) : (char.IsAsciiDigit(parts[0].FirstOrDefault()) ? "constant" : parts[0], numbers) switch
        {
            ("trace", []) => Arrivals.Trace,
            ("constant", [var rate]) => Arrivals.Constant(rate),
            ("poisson", [var rate]) => Arrivals.Poisson(rate),
            ("gamma", [var rate, var burstiness]) => Arrivals.Gamma(rate, burstiness),
            ("ramp", [var from, var to]) => Arrivals.Ramp(from, to),
            _ => throw Unknown(text),
        };
    }

    private static UsageException Unknown(string text) => new($"--rate is R, poisson:R, gamma:R:BURSTINESS, ramp:FROM:TO or trace, not '{text}'.");
}
