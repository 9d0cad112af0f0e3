namespace SpeculativeDecoding;

/// <summary>A server whose process has been started, and nothing more.</summary>
internal sealed record StartedServer(SpecClient Client, ServerWatch Watch, ServerFate Fate)
{
    /// <summary>Ends what was started.</summary>
    public async Task EndAsync()
    {
        Client.Connection.Dispose();
        await Watch.DisposeAsync().ConfigureAwait(false);
    }
}
