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
        var log = new LogOption();
        var json = new Option<bool>("--json") { Description = "One JSON object with address and key once ready, instead of text." };
        pair.AddTo(command);
        server.AddTo(command);
        log.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (wanted, options) = (pair.Require(result), server.Read(result, serverArguments));
            using var file = log.Open(result, terminal, options);
            return await RunAsync(terminal, wanted, options, result.GetValue(json), cancellationToken).ConfigureAwait(false);
        });
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
