using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>The servers of a benchmark: how they are launched, or the one that runs already. Speculation comes from the configurations.</summary>
internal sealed class BenchServerOptions
{
    /// <summary>What each configuration sets: a server argument would contradict it in all of them but one.</summary>
    private static readonly string[] OfConfigurations =
        ["--speculative-num-steps", "--speculative-eagle-topk", "--speculative-num-draft-tokens", "--max-running-requests", "--speculative-algorithm"];

    private readonly CommonServerOptions _common = new();
    private readonly LogOption _log = new();
    private readonly AttachOption _attach = new("Use the server that runs at this address; name the one configuration that it was started with.");

    // A whole batch, or all that an open loop sent too early, stands in the queue before a request.
    private readonly FirstTokenOption _firstToken = new(TimeSpan.FromMinutes(10));
    private readonly Option<double?> _memory = new("--mem-fraction-static") { Description = "The share of GPU memory for weights and KV cache.", HelpName = "F" };

    public BenchServerOptions() => _memory.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !(NumberText.TryRead(token.Value, out var share) && share is > 0 and < 1))
        {
            result.AddError($"--mem-fraction-static is above 0 and below 1, not '{token.Value}'.");
        }
    });

    public void AddTo(Command command)
    {
        _common.AddTo(command);
        _log.AddTo(command);
        command.Options.Add(_memory);
        _firstToken.AddTo(command);
        _attach.AddTo(command);
    }

    /// <summary>Opens the file of <c>--log</c>; null where none is named.</summary>
    public ServerLogFile? OpenLog(ParseResult result, Terminal terminal, BenchmarkOptions benchmark) => _log.Open(result, terminal, benchmark.Launch);

    public void Read(ParseResult result, IReadOnlyList<string> serverArguments, BenchmarkOptions benchmark)
    {
        if (serverArguments.Select(argument => argument.Split('=')[0]).FirstOrDefault(OfConfigurations.Contains) is { } contradiction)
        {
            throw new UsageException($"{contradiction} after '--' would contradict the configurations, which set it (--config-list batch,steps,top-k,draft-tokens); leave it out.");
        }

        benchmark.Launch = _common.Read(result, serverArguments);
        benchmark.Launch.Client.FirstTokenTimeout = _firstToken.Read(result);
        benchmark.Launch.MemoryFractionStatic = result.GetValue(_memory);
        if (_attach.Address(result) is { } address)
        {
            AttachOption.Refuse([.. _common.Given(result), .. _log.Given(result), .. CommonServerOptions.Given(result, [_memory])], serverArguments);
            (benchmark.Attach, benchmark.AttachOptions) = (address, new AttachOptions { Client = _attach.Client(result, _firstToken.Read(result)) });
        }
        else if (_attach.HasKey(result))
        {
            throw new UsageException("--api-key is the key of the server of --attach; servers that are launched here get keys of their own.");
        }
    }
}
