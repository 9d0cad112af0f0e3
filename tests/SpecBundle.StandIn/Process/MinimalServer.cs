using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.StandIn;

/// <summary>
/// The routes that a launcher needs: health, server info, and a generation, which with "stream" never ends by itself. An abort
/// ends every stream whose id begins with the one that is named, as SGLang's scheduler does.
/// </summary>
internal sealed class MinimalServer(int port, ServerOutput output) : IAsyncDisposable
{
    private const string Token = """{"text":"a","output_ids":[7],"meta_info":{"id":"1","finish_reason":FINISH,"prompt_tokens":1,"completion_tokens":1,"cached_tokens":0}}""";
    private readonly TaskCompletionSource _streaming = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<TaskCompletionSource, string> _aborts = new();
    private TcpListener? _listener;

    public bool IsReady { get; set; }

    /// <summary>Its scheduler has ended: connections are taken, and nothing is answered.</summary>
    public bool IsDead { get; set; }

    /// <summary>Completes when the first token of a stream is sent.</summary>
    public Task Streaming => _streaming.Task;

    public bool IsOpen => _listener is not null;

    public void Open()
    {
        if (_listener is null)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _listener = listener;
            _ = AcceptAsync(listener);
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener?.Stop();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var request = await ReadAsync(stream).ConfigureAwait(false);
            if (IsDead)
            {
                await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
            }

            if (request.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                output.Request(request[..request.IndexOf("\r\n", StringComparison.Ordinal)], "200 OK");
                await StreamAsync(stream, Body(request)).ConfigureAwait(false);
            }
            else
            {
                var (status, body) = Answer(request);
                output.Request(request[..request.IndexOf("\r\n", StringComparison.Ordinal)], status);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\ncontent-length: {body.Length}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{body}")).ConfigureAwait(false);
            }
        }
    }

    private (string Status, string Body) Answer(string request) => request.Split(' ') switch
    {
        [_, "/health", ..] => (IsReady ? "200 OK" : "503 Service Unavailable", ""),
        [_, "/server_info", ..] => ("200 OK", """{"version":"0.5.17","speculative_algorithm":"EAGLE3","speculative_num_steps":3,"speculative_eagle_topk":1,"speculative_num_draft_tokens":4}"""),
        [_, "/v1/models", ..] => ("200 OK", """{"object":"list","data":[]}"""),
        [_, "/abort_request", ..] => ("200 OK", Abort(Body(request))),
        [_, "/generate", ..] => ("200 OK", Token.Replace("FINISH", """{"type":"length","length":1}""", StringComparison.Ordinal)),
        _ => ("404 Not Found", ""),
    };

    private string Abort(JsonElement body)
    {
        var rid = body.GetProperty("rid").GetString()!;
        var all = body.TryGetProperty("abort_all", out var value) && value.GetBoolean();
        foreach (var (abort, id) in _aborts)
        {
            if (all || (rid.Length > 0 && id.StartsWith(rid, StringComparison.Ordinal)))
            {
                abort.TrySetResult();
            }
        }

        return "";
    }

    private async Task StreamAsync(NetworkStream stream, JsonElement body)
    {
        var abort = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        output.Prompt(body.TryGetProperty("text", out var text) ? text.GetString()! : "");
        _aborts.TryAdd(abort, body.GetProperty("rid").GetString()!);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")).ConfigureAwait(false);
        await WriteAsync(stream, "null").ConfigureAwait(false);
        _streaming.TrySetResult();
        await abort.Task.ConfigureAwait(false);
        _aborts.TryRemove(abort, out _);
        await WriteAsync(stream, """{"type":"abort","message":"Aborted"}""").ConfigureAwait(false);
    }

    private static async Task WriteAsync(NetworkStream stream, string finish) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes("data: " + Token.Replace("FINISH", finish, StringComparison.Ordinal) + "\n\n")).ConfigureAwait(false);

    private static JsonElement Body(string request) => JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[65536];
        var text = "";
        while (await stream.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            text += Encoding.ASCII.GetString(buffer, 0, count);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && text.Length - end - 4 >= BodyLength(text[..end]))
            {
                break;
            }
        }

        return text;
    }

    private static int BodyLength(string head)
    {
        var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.AsSpan("content-length:".Length), System.Globalization.CultureInfo.InvariantCulture);
    }
}
