// A Hub for tests: a real child process that speaks the Hub's protocol over real HTTP, on two hosts.
//   dotnet SpecBundle.TestHub.dll FOLDER     serves FOLDER/{models,datasets}/ORG/NAME/repository.json; ends with its standard input
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpeculativeDecoding.TestHub;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options =>
{
    options.Listen(IPAddress.Loopback, 0);
    options.Listen(IPAddress.Loopback, 0);
});
var app = builder.Build();
var witness = new Witness();
var faults = new FaultList();
var repositories = new Repositories(args[0]);
var ports = new Ports();
var hub = new HubRoutes(repositories, faults, witness, ports);
app.Run(hub.HandleAsync);
await app.StartAsync();
var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port).ToList();
(ports.Hub, ports.Storage) = (addresses[0], addresses[1]);

// Two names of this machine are two hosts to a client.
Console.WriteLine(JsonSerializer.Serialize(new { hub = $"http://127.0.0.1:{ports.Hub}", storage = $"http://localhost:{ports.Storage}" }));
await Console.In.ReadToEndAsync();
await app.StopAsync();
