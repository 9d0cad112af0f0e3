using SpeculativeDecoding;

// A web API that streams answers: dotnet run --project examples/WebApi, then curl -N -d "How many?" http://localhost:5000/ask
var builder = WebApplication.CreateSlimBuilder(args);
await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);
builder.Services.AddSingleton(server.Client);
var app = builder.Build();

app.MapPost("/ask", async (HttpRequest request, HttpResponse response, SpecClient client, CancellationToken left) =>
{
    using var reader = new StreamReader(request.Body);
    var prompt = $"<|bos|><|user|>{await reader.ReadToEndAsync(left)}<|assistant|>";

    // A reader that leaves aborts the request on the server too.
    await foreach (var chunk in client.StreamAsync(prompt, new() { Temperature = 0, MaxNewTokens = 64 }, left))
    {
        await response.Body.WriteAsync(chunk.Utf8Text.ToArray(), left);
        await response.Body.FlushAsync(left);
    }
});
app.MapGet("/health", (SpecClient client, CancellationToken left) => client.IsHealthyAsync(left));
await app.RunAsync();
