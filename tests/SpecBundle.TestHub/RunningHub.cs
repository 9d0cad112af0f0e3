using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding.TestHub;

/// <summary>One Hub with its own repositories, faults, witness and ports.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningHub(WebApplication app, Ports ports) => (_app, Hub, Storage) = (app, $"http://127.0.0.1:{ports.Hub}", $"http://localhost:{ports.Storage}");

    public string Hub { get; }

    /// <summary>Two names of this machine are two hosts to a client.</summary>
    public string Storage { get; }

    public static async Task<RunningHub> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var ports = new Ports();
        var routes = new HubRoutes(new Repositories(folder), new FaultList(), new Witness(), ports);
        app.Run(routes.HandleAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port).ToList();
        (ports.Hub, ports.Storage) = (addresses[0], addresses[1]);
        return new RunningHub(app, ports);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // Requests that were still being answered are cut, as by a Hub that dies.
        }

        await _app.DisposeAsync();
    }
}
