namespace SpeculativeDecoding.Tests;

/// <summary>The pair tiny on the embedded engine, a child process, shared by the tests of a class.</summary>
public sealed class TinyServer : IAsyncLifetime
{
    private SpecServer? _server;

    public SpecServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await SpecBundle.LaunchAsync(Catalog.Tiny);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
