using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle cache</c>: what pairs take on the disk, and the way to remove one.</summary>
internal static class CacheCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("cache", "Lists the pairs of the catalog that are in the Hub's cache, with their size on disk.");
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        command.Options.Add(json);
        command.SetAction(result =>
        {
            using var hub = new HubClient();
            CacheView.Write(terminal, hub, result.GetValue(json));
            return ExitCode.Done;
        });

        var remove = new Command("remove", "Removes the models of a pair, or one model, from the cache. What another cached pair needs stays.");
        var pair = new Argument<string>("PAIR") { Description = "The id of a pair, or the name of a model such as org/name." };
        var yes = new Option<bool>("--yes") { Description = "Remove; without it, only say what would be removed." };
        remove.Arguments.Add(pair);
        remove.Options.Add(yes);
        remove.SetAction(result =>
        {
            var name = result.GetValue(pair)!;
            using var hub = new HubClient();
            CacheView.Remove(terminal, hub, name.Contains('/', StringComparison.Ordinal) ? PairOptions.OwnPair(name, null) : Catalog.Find(name), result.GetValue(yes));
            return ExitCode.Done;
        });
        command.Subcommands.Add(remove);
        return command;
    }
}
