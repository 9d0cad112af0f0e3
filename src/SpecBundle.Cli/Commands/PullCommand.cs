using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle pull</c>: pulls the models of a pair before a GPU waits for them.</summary>
internal static class PullCommand
{
    private const int DefaultConnections = 8;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("pull", "Pulls the models of a pair into the cache that every client of the Hub shares. Interrupted, it goes on where it stopped.");
        var pair = new PairOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Check that both may be read, fit each other and have room, and say what is to download." };
        var noDraft = new Option<bool>("--no-draft") { Description = "The target alone." };
        var connections = CommonServerOptions.Positive("--connections", "Connections at once. Default: 8.");
        var revision = new Option<string>("--revision") { Description = "The branch, tag or commit of the target.", HelpName = "REVISION", DefaultValueFactory = _ => "main" };
        var draftRevision = new Option<string>("--draft-revision") { Description = "The branch, tag or commit of the draft.", HelpName = "REVISION", DefaultValueFactory = _ => "main" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        pair.AddTo(command);
        foreach (var option in new Option[] { dryRun, noDraft, revision, draftRevision, connections, json })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var wanted = pair.Require(result);
            var options = new PullOptions
            {
                UseDraft = !result.GetValue(noDraft),
                TargetRevision = result.GetValue(revision)!,
                DraftRevision = result.GetValue(draftRevision)!,
                MaxConnections = result.GetValue(connections) ?? DefaultConnections,
            };
            if (result.GetValue(dryRun))
            {
                PullView.Write(terminal, wanted, await SpecBundle.PlanPullAsync(wanted, options, cancellationToken).ConfigureAwait(false), result.GetValue(json));
                return ExitCode.Done;
            }

            using var progress = new PullProgressView(terminal);
            try
            {
                var pulled = await SpecBundle.PullAsync(wanted, options, progress, cancellationToken).ConfigureAwait(false);
                progress.Close();
                PullView.Write(terminal, wanted, pulled, result.GetValue(json));
                return ExitCode.Done;
            }
            catch (OperationCanceledException)
            {
                progress.Close();
                terminal.Error.WriteLine(progress.HasArrived ? "Interrupted. What arrived is kept: the same command goes on there." : "Interrupted. Nothing had arrived yet.");
                throw;
            }
        });
        return command;
    }
}
