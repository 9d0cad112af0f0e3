using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>The options of the commands that plan or start one server.</summary>
internal sealed class ServerOptions
{
    private readonly CommonServerOptions _common = new();
    private readonly Option<int?> _steps = CommonServerOptions.Positive("--steps", "Draft steps per verify step. Default: what the pair recommends.");
    private readonly Option<int?> _topK = CommonServerOptions.Positive("--topk", "Branches per draft step; 1 is a chain.");
    private readonly Option<int?> _draftTokens = CommonServerOptions.Positive("--draft-tokens", "Tokens verified per verify step; steps + 1 at top-k 1.");
    private readonly Option<bool> _noDraft = new("--no-draft") { Description = "Serve the target alone, by plain decoding." };

    private Option[] Own => [_steps, _topK, _draftTokens, _noDraft];

    public void AddTo(Command command)
    {
        _common.AddTo(command);
        foreach (var option in Own)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The names of those that the command line gives.</summary>
    public IEnumerable<string> Given(ParseResult result) => _common.Given(result).Concat(CommonServerOptions.Given(result, Own));

    public LaunchOptions Read(ParseResult result, IEnumerable<string> serverArguments)
    {
        var options = _common.Read(result, serverArguments);
        (options.Speculation, options.UseDraft) = (ReadSpeculation(result), !result.GetValue(_noDraft));
        return options;
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
