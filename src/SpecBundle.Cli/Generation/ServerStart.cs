namespace SpeculativeDecoding.Cli;

/// <summary>Starts a server with its progress on standard error.</summary>
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
}
