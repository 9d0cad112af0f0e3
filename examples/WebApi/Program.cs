using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using SpeculativeDecoding;

// A page that chats: dotnet run --project examples/WebApi, then http://localhost:5000, or without a browser
// curl -N -H "Content-Type: application/json" -d '[{"role":"user","content":"How many?"}]' http://localhost:5000/chat
var builder = WebApplication.CreateSlimBuilder(args);
await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);
builder.Services.AddSingleton(server.Client).AddSingleton(server.AsIChatClient());
var app = builder.Build();
app.MapGet("/", () => TypedResults.PhysicalFile(Path.Combine(AppContext.BaseDirectory, "page.html"), "text/html"));
app.MapGet("/health", (SpecClient client, CancellationToken left) => client.IsHealthyAsync(left));
app.MapPost("/chat", (Turn[] turns, IChatClient chat) => TypedResults.ServerSentEvents(AnswerAsync(chat, turns)));
await app.RunAsync();

static async IAsyncEnumerable<SseItem<string>> AnswerAsync(IChatClient chat, Turn[] turns, [EnumeratorCancellation] CancellationToken left = default)
{
    // A reader that leaves aborts the request on the server too.
    var messages = turns.Select(turn => new ChatMessage(new ChatRole(turn.Role), turn.Content));
    await foreach (var update in chat.GetStreamingResponseAsync(messages, new() { Temperature = 0, MaxOutputTokens = 256 }, left))
    {
        yield return update.GetStatistics() is not { } all ? new SseItem<string>(update.Text)
            : new SseItem<string>($"{all.CompletionTokens} tokens, accept length {all.Speculation?.AcceptLength:F2}", "end");
    }
}

internal sealed record Turn(string Role, string Content);
