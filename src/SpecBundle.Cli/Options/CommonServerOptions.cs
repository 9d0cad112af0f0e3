using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>How a server is launched, whatever its speculation: the options of every command that may start one.</summary>
internal sealed class CommonServerOptions
{
    private readonly Option<LaunchEngine?> _engine = new("--engine")
    {
        Description = "What serves the pair: sglang, or embedded (a small CPU server; the default for 'tiny' alone).",
        HelpName = "sglang|embedded",
        CustomParser = argument =>
        {
            switch (argument.Tokens[0].Value.ToUpperInvariant())
            {
                case "SGLANG": return LaunchEngine.Sglang;
                case "EMBEDDED": return LaunchEngine.Embedded;
                default:
                    argument.AddError($"--engine is sglang or embedded, not '{argument.Tokens[0].Value}'.");
                    return null;
            }
        },
    };

    private readonly Option<string?> _python = new("--python") { Description = "The Python that has SGLang. Default: SPECBUNDLE_PYTHON, an active virtual environment, conda, PATH.", HelpName = "PATH" };
    private readonly Option<int?> _tensorParallel = Positive("--tp", "GPUs that share the target. Default: the smallest number that fits.");
    private readonly GpuOptions _gpus = new();
    private readonly Option<int?> _port = Positive("--port", "The port to bind. Default: a free one.");
    private readonly Option<TimeSpan?> _timeout = SecondsOption.Create("--timeout", "Seconds without any sign of life after which a start is given up. Default: 600.");
    private readonly Option<TimeSpan?> _phaseTimeout = SecondsOption.Create("--phase-timeout", "Seconds after which a start is given up that logs without getting any further. Default: 900.");
    private readonly Option<TimeSpan?> _startTimeout = SecondsOption.Create("--start-timeout", "Seconds that a start may take in all. Default: no limit.");
    private readonly Option<bool> _noFetch = new("--no-fetch") { Description = "Do not pull models beforehand (see 'specbundle pull'): the server downloads by itself." };
    private readonly Option<bool> _remoteCode = new("--allow-remote-code") { Description = "Consent to run Python code that comes with the model's repository." };

    private Option[] All => [_engine, _python, _tensorParallel, .. _gpus.All, _port, _timeout, _phaseTimeout, _startTimeout, _noFetch, _remoteCode];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The names of those that the command line gives.</summary>
    public IEnumerable<string> Given(ParseResult result) => Given(result, All);

    public static IEnumerable<string> Given(ParseResult result, IEnumerable<Option> options) =>
        options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    public LaunchOptions Read(ParseResult result, IEnumerable<string> serverArguments)
    {
        var options = new LaunchOptions
        {
            Engine = result.GetValue(_engine),
            Python = result.GetValue(_python),
            PullModels = !result.GetValue(_noFetch),
            TensorParallelSize = result.GetValue(_tensorParallel),
            Port = result.GetValue(_port),
            AllowRemoteCode = result.GetValue(_remoteCode),
        };
        options.SilenceTimeout = result.GetValue(_timeout) ?? options.SilenceTimeout;
        options.PhaseTimeout = result.GetValue(_phaseTimeout) ?? options.PhaseTimeout;
        options.StartTimeout = result.GetValue(_startTimeout) ?? options.StartTimeout;
        _gpus.Read(result, options);
        foreach (var argument in serverArguments)
        {
            options.ExtraArguments.Add(argument);
        }

        return options;
    }

    /// <summary>An option that is a whole number above 0.</summary>
    public static Option<int?> Positive(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number > 0))
            {
                result.AddError($"{name} is a whole number above 0, not '{token.Value}'.");
            }
        });
        return option;
    }
}
