using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>What tests of chats say and read.</summary>
internal static class Chats
{
    public const string Route = "v1/chat/completions";

    public static readonly ChatMessage[] Question = [new(ChatRole.User, "How many?")];

    public static async Task<List<ChatResponseUpdate>> ReadAsync(this IChatClient client, ChatOptions? options = null, IEnumerable<ChatMessage>? messages = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(messages ?? Question, options, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    /// <summary>A stream of such frames, ended or cut.</summary>
    public static byte[] Stream(IEnumerable<string> frames, bool isDone = true) =>
        [.. "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"u8, .. Encoding.UTF8.GetBytes(string.Concat(frames.Concat(isDone ? ["[DONE]"] : []).Select(frame => $"data: {frame}\n\n")))];

    public static byte[] Json(string body) =>
        [.. "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nConnection: close\r\n\r\n"u8, .. Encoding.UTF8.GetBytes(body)];

    /// <summary>A chunk of a stream, as a server writes it.</summary>
    public static string Chunk(string delta, string? finish = null, string? more = null) =>
        $$"""{"id":"abc","object":"chat.completion.chunk","created":1795478990,"model":"m","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}},"matched_stop":null}]{{more}}}""";

    public static string Usage(int prompt, int completion) => $$""","usage":{"prompt_tokens":{{prompt}},"total_tokens":{{prompt + completion}},"completion_tokens":{{completion}},"prompt_tokens_details":null,"reasoning_tokens":0}""";

    /// <summary>The body that the stand-in was sent last on the chat route of that name.</summary>
    public static async Task<JsonElement> SentAsync(this ReplayProcess server, string name)
    {
        var report = await server.WaitForAsync(report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/{Route}", TestContext.Current.CancellationToken);
        return JsonDocument.Parse(report.GetProperty("body").GetString()!).RootElement.Clone();
    }
}
