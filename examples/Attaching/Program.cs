using SpeculativeDecoding;

// The same client on a server that runs already: dotnet run --project examples/Attaching http://127.0.0.1:30000
var address = new Uri(args is [var given, ..] ? given : "http://127.0.0.1:30000");
await using var server = await SpecBundle.AttachAsync(address, new AttachOptions { Client = { ApiKey = Environment.GetEnvironmentVariable("SPECBUNDLE_API_KEY") } });

Console.WriteLine($"SGLang {server.Version}, speculation {server.Client.Info?.Speculation?.ToString() ?? "off"}");

var answer = await server.Client.GenerateAsync(new GenerateRequest
{
    Prompt = "Three primes above ten are",
    Sampling = new SamplingParameters { Temperature = 0, MaxNewTokens = 32 },
});
Console.WriteLine(answer.Text);

if (answer.Statistics.Speculation is { } speculation)
{
    Console.WriteLine($"{answer.Statistics.CompletionTokens} tokens in {speculation.VerifySteps} verify steps: accept length {speculation.AcceptLength:F2}");
}
