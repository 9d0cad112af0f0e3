using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle catalog</c>: the pairs, or one with all that is known of it.</summary>
internal static class CatalogCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("catalog", "Lists the released pairs, or shows one with every fact, its certainty and its published results.");
        var id = new Argument<string?>("ID") { Description = "The id of a pair, or the repository of its target.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "JSON instead of text; what is unknown is null." };
        command.Arguments.Add(id);
        command.Options.Add(json);
        command.SetAction(result =>
        {
            var pair = result.GetValue(id) is { } name ? Catalog.Find(name) : null;
            switch (pair, result.GetValue(json))
            {
                case (null, false): CatalogView.Write(terminal, Catalog.All); break;
                case (null, true): PairJson.Write(terminal, Catalog.All); break;
                case ({ } one, false): PairView.Write(terminal, one); break;
                case ({ } one, true): PairJson.Write(terminal, one); break;
            }

            return ExitCode.Done;
        });
        return command;
    }
}
