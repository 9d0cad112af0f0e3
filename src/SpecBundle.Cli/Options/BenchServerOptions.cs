using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>The servers of a benchmark: how they are launched, or the one that runs already.</summary>
internal sealed class BenchServerOptions
{
    private readonly Option<LaunchEngine?> _engine = new("--engine") { Description = "What serves the pair: Sglang, or Embedded (the default for 'tiny' alone)." };
    private readonly Option<string?> _python = new("--python") { Description = "The Python that has SGLang.", HelpName = "PATH" };
    private readonly Option<int?> _tensorParallel = new("--tp") { Description = "GPUs that share the target. Default: the smallest number that fits.", HelpName = "N" };
    private readonly Option<double?> _memory = new("--mem-fraction-static") { Description = "The share of GPU memory for weights and KV cache.", HelpName = "F" };
    private readonly Option<int?> _port = new("--port") { Description = "The port to bind. Default: a free one.", HelpName = "N" };
    private readonly Option<double?> _timeout = new("--timeout") { Description = "Seconds without any sign of life after which a start is given up. Default: 600.", HelpName = "SECONDS" };
    private readonly Option<bool> _noFetch = new("--no-fetch") { Description = "Do not fetch models beforehand: the server downloads by itself." };
    private readonly Option<bool> _remoteCode = new("--allow-remote-code") { Description = "Consent to run Python code that comes with the model's repository." };
    private readonly Option<string?> _attach = new("--attach") { Description = "Use the server that runs at this address; name the one configuration that it was started with.", HelpName = "URI" };
    private readonly Option<string?> _key = new("--api-key") { Description = "The key of that server. Default: SPECBUNDLE_API_KEY, which no list of processes shows.", HelpName = "KEY" };

    public void AddTo(Command command)
    {
        Option[] options = [_engine, _python, _tensorParallel, _memory, _port, _timeout, _noFetch, _remoteCode, _attach, _key];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public LaunchOptions Read(ParseResult result, IEnumerable<string> serverArguments)
    {
        var launch = new LaunchOptions
        {
            Engine = result.GetValue(_engine),
            Python = result.GetValue(_python),
            TensorParallelSize = result.GetValue(_tensorParallel),
            MemoryFractionStatic = result.GetValue(_memory),
            Port = result.GetValue(_port),
            FetchModels = !result.GetValue(_noFetch),
            AllowRemoteCode = result.GetValue(_remoteCode),
        };
        if (result.GetValue(_timeout) is { } seconds)
        {
            launch.SilenceTimeout = seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw new UsageException("--timeout is a number of seconds above 0.");
        }

        foreach (var argument in serverArguments)
        {
            launch.ExtraArguments.Add(argument);
        }

        return launch;
    }

    public void ReadAttach(ParseResult result, BenchmarkOptions benchmark)
    {
        if (result.GetValue(_attach) is not { } text)
        {
            return;
        }

        benchmark.Attach = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"--attach is an address such as http://127.0.0.1:30000, not '{text}'.");
        benchmark.AttachOptions = new AttachOptions { ApiKey = result.GetValue(_key) ?? Environment.GetEnvironmentVariable("SPECBUNDLE_API_KEY") };
    }
}
