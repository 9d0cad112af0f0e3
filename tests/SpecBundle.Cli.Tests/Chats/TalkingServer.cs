using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that chats by a script: an answer for each chat, in their order. Its release tells nothing of speculation.</summary>
internal sealed class TalkingServer(params string[] script) : InfoServer
{
    /// <summary>At the end of an answer: it goes on as soon as never.</summary>
    public const string Hangs = "\u0001";

    /// <summary>At the end of an answer: the server is gone before it has ended.</summary>
    public const string Dies = "\u0002";

    /// <summary>At the beginning of an answer: it is an error.</summary>
    public const string Refuses = "\u0003";

    private readonly List<string> _chats = [];

    /// <summary>The bodies of the chats.</summary>
    public IReadOnlyList<JsonElement> Chats => [.. _chats.Select(body => JsonElement.Parse(body))];

    /// <summary>The messages of a chat, as role and content.</summary>
    public string[] MessagesOf(int chat) => [.. Chats[chat].GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role")}: {message.GetProperty("content")}")];

    protected override async Task GenerateAsync(NetworkStream stream, StreamReader request)
    {
        _chats.Add(await ReadBodyAsync(request));
        var answer = script[_chats.Count - 1];
        if (answer.StartsWith(Refuses, StringComparison.Ordinal))
        {
            await AnswerAsync(stream, HttpStatusCode.BadRequest, JsonSerializer.Serialize(new { error = new { message = answer[1..] } }));
            return;
        }

        await WriteAsync(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n");
        await SendAsync(stream, new { id = "x", choices = new[] { new { index = 0, delta = new { role = "assistant", content = answer.TrimEnd(Hangs[0], Dies[0]) }, finish_reason = (string?)null } } });
        if (answer.EndsWith(Hangs, StringComparison.Ordinal))
        {
            await stream.CopyToAsync(Stream.Null);
        }
        else if (answer.EndsWith(Dies, StringComparison.Ordinal))
        {
            Dispose();
        }
        else
        {
            await SendAsync(stream, new { id = "x", choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } } });
            await SendAsync(stream, new { id = "x", choices = Array.Empty<object>(), usage = new { prompt_tokens = 5, completion_tokens = 2, total_tokens = 7 } });
            await WriteAsync(stream, "data: [DONE]\n\n");
        }
    }

    private static Task SendAsync(NetworkStream stream, object frame) => WriteAsync(stream, $"data: {JsonSerializer.Serialize(frame)}\n\n");

    private static Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
}
