using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>What a benchmark asks: workloads of the suite, prompts of one's own, a trace, or prompts by length.</summary>
internal sealed class BenchWorkloadOptions
{
    private const int DefaultNewTokens = 2048;

    private readonly Option<string[]> _suite = new("--benchmark-list")
    {
        Description = "Workloads of the suite as name:num-prompts:subset,subset, such as gsm8k:50.", HelpName = "NAME:N:SUBSET", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _data = new("--data") { Description = "The folder above the suite's data sets, and images of your own prompts. Default: data sets are pulled from the Hub into its cache, and images lie beside the prompts.", HelpName = "FOLDER" };
    private readonly Option<string[]> _prompts = new("--prompts") { Description = "Files with prompts of your own (JSON Lines with prompt, turns or messages).", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _synthetic = new("--synthetic")
    {
        Description = "Prompts by length: how many, words in each, and new tokens at most; the answers mean nothing.", HelpName = "N:WORDS:TOKENS", AllowMultipleArgumentsPerToken = true,
    };

    private readonly TraceOption _trace = new();
    private readonly Option<bool> _raw = new("--no-chat-template") { Description = "Send prompts of your own as they stand, as 'generate' does." };
    private readonly Option<int?> _maxNewTokens = CommonServerOptions.Positive("--max-new-tokens", $"The longest answer to prompts of your own, in tokens. Default: {DefaultNewTokens}.");

    public void AddTo(Command command)
    {
        Option[] options = [_suite, _data, _prompts, _synthetic];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        _trace.AddTo(command);
        command.Options.Add(_raw);
        command.Options.Add(_maxNewTokens);
    }

    /// <summary>Whether the workload is a trace, which says when requests are due.</summary>
    public bool IsTrace(ParseResult result) => _trace.File(result) is not null;

    public async Task ReadAsync(ParseResult result, BenchmarkOptions benchmark, CancellationToken cancellationToken)
    {
        if (result.GetValue(_data) is { } root && !Directory.Exists(root))
        {
            throw new UsageException($"--data: there is no folder '{root}'.");
        }

        var suite = result.GetValue(_suite) ?? [];
        var workloads = suite.Select(OfSuite).ToList();
        foreach (var file in result.GetValue(_prompts) ?? [])
        {
            var name = NameOf(file);
            workloads.Add(Own(result, name, await Benchmarks.PromptFile.ReadAsync(file, name, result.GetValue(_data), cancellationToken).ConfigureAwait(false)));
        }

        workloads.AddRange((result.GetValue(_synthetic) ?? []).Select(SyntheticText.Parse).Select(synthetic => Own(result, synthetic.Name, synthetic.Prompts())));
        if (_trace.File(result) is { } trace)
        {
            var name = NameOf(trace);
            var prompts = await _trace.ReadAsync(result, name, cancellationToken).ConfigureAwait(false);
            workloads.Add(workloads.Count == 0 ? Own(result, name, prompts) : throw new UsageException("--trace brings the times of its own prompts; run other workloads by themselves."));
        }

        Check(result, workloads, suite.Length);
        benchmark.Workloads = workloads;
        benchmark.Data = result.GetValue(_data) is { } folder ? new LocalRowSource(folder) : null;
    }

    private void Check(ParseResult result, List<WorkloadSelection> workloads, int ofSuite)
    {
        if (workloads.Count == 0)
        {
            throw new UsageException("What should it ask? Give --benchmark-list gsm8k:50, --prompts FILE.jsonl, --trace FILE or --synthetic 20:512:128.");
        }

        if (ofSuite == workloads.Count && CommonServerOptions.Given(result, [_raw, _maxNewTokens]).FirstOrDefault() is { } ofOwn)
        {
            throw new UsageException($"{ofOwn} is for prompts of your own; the suite's workloads have their template and limits.");
        }

        if (result.GetValue(_maxNewTokens) is not null && (result.GetValue(_synthetic) ?? []).Length == workloads.Count)
        {
            throw new UsageException("--synthetic says itself how long answers are: N:WORDS:TOKENS.");
        }

        if (result.GetValue(_data) is not null && ofSuite == 0 && (result.GetValue(_prompts) ?? []).Length == 0)
        {
            throw new UsageException("--data is for the suite's workloads and the images of your own prompts; name some with --benchmark-list or --prompts.");
        }
    }

    private static WorkloadSelection OfSuite(string text)
    {
        try
        {
            return WorkloadSelection.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message + (File.Exists(text) ? $" Files with prompts of your own are given as --prompts {text}." : ""));
        }
    }

    private WorkloadSelection Own(ParseResult result, string name, IEnumerable<BenchmarkPrompt> prompts) =>
        TextOption.Parse(name, workload => new PromptWorkload(workload, result.GetValue(_raw) ? prompts.Select(AsItStands) : prompts) { MaxNewTokens = result.GetValue(_maxNewTokens) ?? DefaultNewTokens });

    private static BenchmarkPrompt AsItStands(BenchmarkPrompt prompt) => prompt is { Turns: [var text], History.Count: 0, System: null }
        ? prompt with { Raw = text, Turns = [] }
        : throw new UsageException($"The prompt {prompt.Id} is a conversation, which needs the chat template; leave out --no-chat-template.");

    private static string NameOf(string file) => File.Exists(file) ? Path.GetFileName(file).Split('.')[0] : throw new UsageException(Directory.Exists(file) ? $"'{file}' is a folder; name the files in it." : $"There is no file '{file}'.");
}
