using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>The pair of a command: an id of the catalog, or a target and a draft of one's own.</summary>
internal sealed class PairOptions
{
    private readonly Argument<string?> _pair = new("PAIR")
    {
        Description = "The id of a pair (see 'specbundle catalog').",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _target = new("--target") { Description = "A target of your own: a name on the Hub or a folder.", HelpName = "NAME|FOLDER" };

    private readonly Option<string?> _draft = new("--draft") { Description = "The draft for --target: a name on the Hub or a folder. Its config.json says the algorithm.", HelpName = "NAME|FOLDER" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_pair);
        command.Options.Add(_target);
        command.Options.Add(_draft);
    }

    /// <summary>The pair, or null where the command line names none.</summary>
    public ModelPair? Find(ParseResult result)
    {
        var pair = result.GetValue(_pair);
        var target = result.GetValue(_target);
        var draft = result.GetValue(_draft);
        return (pair, target, draft) switch
        {
            ({ } id, null, null) => Catalog.Find(id),
            (null, { } ownTarget, _) => OwnPair(ownTarget, draft),
            (null, null, null) => null,
            (null, null, _) => throw new UsageException("--draft needs the --target that it was trained for."),
            _ => throw new UsageException("Name a pair or --target with --draft, not both."),
        };
    }

    public ModelPair Require(ParseResult result) =>
        Find(result) ?? throw new UsageException("Which pair? Name one ('specbundle catalog' lists them), or give --target and --draft.");

    /// <summary>A pair of the given names.</summary>
    /// <exception cref="UsageException">One is no name of a model.</exception>
    public static ModelPair OwnPair(string target, string? draft)
    {
        var names = target.Trim().Length == 0 ? "--target is empty; it is" : draft?.Trim().Length == 0 ? "--draft is empty; it is" : null;
        return names is null
            ? TextOption.Parse(target, name => new ModelPair(name, draft))
            : throw new UsageException($"{names} a name on the Hub (organization/model) or a folder.");
    }
}
