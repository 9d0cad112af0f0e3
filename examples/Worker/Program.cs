using SpeculativeDecoding;

// Works off a queue of prompts in the background, and ends: dotnet run --project examples/Worker
var builder = Host.CreateApplicationBuilder(args);
await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);
builder.Services.AddSingleton(server.Client).AddHostedService<Answering>();
await builder.Build().RunAsync();

internal sealed partial class Answering(SpecClient client, ILogger<Answering> log, IHostApplicationLifetime app) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var count in Enumerable.Range(3, 4))
        {
            var prompt = $"<|bos|><|user|>Tom has {count} apples and buys 4 more. How many apples does Tom have?<|assistant|>";
            var result = await client.GenerateAsync(prompt, new() { Temperature = 0, MaxNewTokens = 64 }, stoppingToken);
            LogAnswer(result.Text.Trim(), result.Statistics.Speculation?.AcceptLength);
        }

        app.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "{Answer} (accept length {AcceptLength:F2})")]
    private partial void LogAnswer(string answer, double? acceptLength);
}
