using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>The options of every command that plans or starts a server.</summary>
internal sealed class ServerOptions
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
    private readonly Option<int?> _steps = Positive("--steps", "Draft steps per verify step. Default: what the pair recommends.");
    private readonly Option<int?> _topK = Positive("--topk", "Branches per draft step; 1 is a chain.");
    private readonly Option<int?> _draftTokens = Positive("--draft-tokens", "Tokens verified per verify step; steps + 1 at top-k 1.");
    private readonly Option<bool> _noDraft = new("--no-draft") { Description = "Serve the target alone, by plain decoding." };
    private readonly Option<int?> _tensorParallel = Positive("--tp", "GPUs that share the target. Default: the smallest number that fits.");
    private readonly Option<int?> _port = Positive("--port", "The port to bind. Default: a free one.");
    private readonly Option<double?> _timeout = new("--timeout") { Description = "Seconds without any sign of life after which a start is given up. Default: 600.", HelpName = "SECONDS" };
    private readonly Option<bool> _noFetch = new("--no-fetch") { Description = "Do not fetch models beforehand (see 'specbundle pull'): the server downloads by itself." };
    private readonly Option<bool> _remoteCode = new("--allow-remote-code") { Description = "Consent to run Python code that comes with the model's repository." };

    public void AddTo(Command command)
    {
        Option[] options = [_engine, _python, _steps, _topK, _draftTokens, _noDraft, _tensorParallel, _port, _timeout, _noFetch, _remoteCode];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public LaunchOptions Read(ParseResult result, IEnumerable<string> serverArguments)
    {
        var options = new LaunchOptions
        {
            Engine = result.GetValue(_engine),
            Python = result.GetValue(_python),
            FetchModels = !result.GetValue(_noFetch),
            Speculation = ReadSpeculation(result),
            WithoutDraft = result.GetValue(_noDraft),
            TensorParallelSize = result.GetValue(_tensorParallel),
            Port = result.GetValue(_port),
            AllowRemoteCode = result.GetValue(_remoteCode),
        };
        if (result.GetValue(_timeout) is { } seconds)
        {
            options.SilenceTimeout = seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw new UsageException("--timeout is a number of seconds above 0.");
        }

        foreach (var argument in serverArguments)
        {
            options.ExtraArguments.Add(argument);
        }

        return options;
    }

    private static Option<int?> Positive(string name, string description)
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

    private SpeculationSettings? ReadSpeculation(ParseResult result)
    {
        var (steps, topK, draftTokens) = (result.GetValue(_steps), result.GetValue(_topK), result.GetValue(_draftTokens));
        if ((steps, topK, draftTokens) is (null, null, null))
        {
            return null;
        }

        if (result.GetValue(_noDraft))
        {
            throw new UsageException("--no-draft leaves nothing for --steps, --topk and --draft-tokens to set.");
        }

        // A chain needs one number; a tree has no obvious size, so all three are asked for.
        return (steps, topK ?? 1, draftTokens) switch
        {
            ({ } depth, 1, null) => SpeculationSettings.Chain(depth),
            ({ } depth, { } branches, { } tokens) => new SpeculationSettings(depth, branches, tokens),
            _ => throw new UsageException("A chain needs --steps; a tree needs --steps, --topk and --draft-tokens: SGLang takes all three or none."),
        };
    }
}
