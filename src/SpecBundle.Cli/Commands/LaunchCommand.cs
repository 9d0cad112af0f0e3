using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle launch</c>: a server in the foreground.</summary>
internal static class LaunchCommand
{
    public static Command Create(Terminal terminal, string[] serverArguments)
    {
        var command = new Command("launch", "Starts a pair in the foreground and prints its address and key; Ctrl-C stops it. Arguments for the server follow '--'.");
        var pair = new PairOptions();
        var server = new ServerOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object with address and key once ready, instead of text." };
        pair.AddTo(command);
        server.AddTo(command);
        command.Options.Add(json);
        command.SetAction((result, cancellationToken) =>
            RunAsync(terminal, pair.Require(result), server.Read(result, serverArguments), result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ModelPair pair, LaunchOptions options, bool json, CancellationToken cancellationToken)
    {
        var launched = await ServerStart.LaunchAsync(terminal, pair, options, cancellationToken).ConfigureAwait(false);
        await using (launched.ConfigureAwait(false))
        {
            LaunchView.Write(terminal, launched, json);
            var interrupted = Task.Delay(Timeout.Infinite, cancellationToken);
            await Task.WhenAny(launched.Exited, interrupted).ConfigureAwait(false);
            launched.ThrowIfGone();

            terminal.Error.WriteLine("Stopping.");
            LaunchView.WriteStop(terminal, await launched.StopAsync(CancellationToken.None).ConfigureAwait(false));
            return ExitCode.Interrupted;
        }
    }
}
