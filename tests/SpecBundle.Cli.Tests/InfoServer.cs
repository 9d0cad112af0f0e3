using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that is there and healthy: it tells about itself, and does with a generation what the test wants.</summary>
internal abstract class InfoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    protected InfoServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

    /// <summary>Answers a generation, of whose request the first line was read.</summary>
    protected abstract Task GenerateAsync(NetworkStream stream, StreamReader request);

    protected static Task AnswerAsync(NetworkStream stream, HttpStatusCode status, string json) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {(int)status} X\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(json)}\r\nconnection: close\r\n\r\n{json}")).AsTask();

    /// <summary>The body of a request, of which the first line was read.</summary>
    protected static async Task<string> ReadBodyAsync(StreamReader request)
    {
        var (length, isChunked) = (0, false);
        while (await request.ReadLineAsync() is { Length: > 0 } header)
        {
            isChunked |= header.StartsWith("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);
            length = header.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header.Split(':')[1], CultureInfo.InvariantCulture) : length;
        }

        var body = new char[length];
        await request.ReadBlockAsync(body);
        while (isChunked && await request.ReadLineAsync() is { } line && line != "0")
        {
        }

        return new string(body);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var request = new StreamReader(stream, Encoding.ASCII);
            if (await request.ReadLineAsync() is { } line && (line.StartsWith("POST /generate", StringComparison.Ordinal) || line.StartsWith("POST /v1/chat", StringComparison.Ordinal)))
            {
                await GenerateAsync(stream, request);
            }
            else
            {
                await AnswerAsync(stream, HttpStatusCode.OK, """{"version":"0.5.17","model_path":"m"}""");
            }
        }
    }
}
