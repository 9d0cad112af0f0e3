using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>The servers of a benchmark: how they are launched, or the one that runs already. Speculation comes from the configurations.</summary>
internal sealed class BenchServerOptions
{
    private readonly CommonServerOptions _common = new();
    private readonly AttachOption _attach = new("Use the server that runs at this address; name the one configuration that it was started with.");
    private readonly Option<double?> _memory = new("--mem-fraction-static") { Description = "The share of GPU memory for weights and KV cache.", HelpName = "F" };

    public void AddTo(Command command)
    {
        _common.AddTo(command);
        command.Options.Add(_memory);
        _attach.AddTo(command);
    }

    public void Read(ParseResult result, IEnumerable<string> serverArguments, BenchmarkOptions benchmark)
    {
        benchmark.Launch = _common.Read(result, serverArguments);
        benchmark.Launch.MemoryFractionStatic = result.GetValue(_memory);
        if (_attach.Address(result) is { } address)
        {
            (benchmark.Attach, benchmark.AttachOptions) = (address, new AttachOptions { ApiKey = _attach.Key(result) });
        }
    }
}
