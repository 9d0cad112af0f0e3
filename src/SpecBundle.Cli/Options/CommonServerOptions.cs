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
    private readonly Option<double?> _timeout = new("--timeout") { Description = "Seconds without any sign of life after which a start is given up. Default: 600.", HelpName = "SECONDS" };
    private readonly Option<bool> _noFetch = new("--no-fetch") { Description = "Do not pull models beforehand (see 'specbundle pull'): the server downloads by itself." };
    private readonly Option<bool> _remoteCode = new("--allow-remote-code") { Description = "Consent to run Python code that comes with the model's repository." };

    private Option[] All => [_engine, _python, _tensorParallel, .. _gpus.All, _port, _timeout, _noFetch, _remoteCode];

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
        if (result.GetValue(_timeout) is { } seconds)
        {
            options.SilenceTimeout = seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw new UsageException("--timeout is a number of seconds above 0.");
        }

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
