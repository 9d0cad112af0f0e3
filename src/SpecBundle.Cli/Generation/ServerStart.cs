namespace SpeculativeDecoding.Cli;

/// <summary>Starts a server with its progress on standard error, or attaches to one.</summary>
internal static class ServerStart
{
    public static async Task<SpecServer> LaunchAsync(Terminal terminal, ModelPair pair, LaunchOptions options, CancellationToken cancellationToken)
    {
        var progress = new ProgressView(terminal);
        try
        {
            return await SpecBundle.LaunchAsync(pair, options, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.Close();
        }
    }

    public static async Task<SpecServer> AttachAsync(Terminal terminal, Uri address, SpecClientOptions client, CancellationToken cancellationToken)
    {
        var server = await SpecBundle.AttachAsync(address, new AttachOptions { Client = client }, cancellationToken).ConfigureAwait(false);
        foreach (var note in server.Client.Info?.LeftOut ?? [])
        {
            terminal.Error.WriteLine($"specbundle: {note}");
        }

        return server;
    }
}
