using Microsoft.Extensions.AI;
using SpeculativeDecoding;

// A conversation in the terminal, an empty line ends it: dotnet run --project examples/Chat
// On a machine with GPUs and SGLang, Catalog.Qwen3_30B or another pair stands in place of Catalog.Tiny.
await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);
using var chat = server.AsIChatClient();
var history = new List<ChatMessage>();

while (Console.ReadLine() is { Length: > 0 } question)
{
    history.Add(new ChatMessage(ChatRole.User, question));
    var updates = new List<ChatResponseUpdate>();
    await foreach (var update in chat.GetStreamingResponseAsync(history, new ChatOptions { Temperature = 0, MaxOutputTokens = 64 }))
    {
        Console.Write(update.Text);
        updates.Add(update);
    }

    history.AddMessages(updates);
    Console.WriteLine($"\naccept length {updates[^1].GetStatistics()?.Speculation?.AcceptLength:F2}");
}
