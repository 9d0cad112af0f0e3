using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that tells about itself and answers every generation with an error.</summary>
internal sealed class SayingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpStatusCode _status;
    private readonly string _body;

    public SayingServer(HttpStatusCode status, string message)
    {
        (_status, _body) = (status, JsonSerializer.Serialize(new { error = new { message } }));
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var isGeneration = (await reader.ReadLineAsync())?.StartsWith("POST /generate", StringComparison.Ordinal) == true;
            var (length, isChunked) = (0, false);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
            {
                isChunked |= header.StartsWith("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);
                length = header.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : length;
            }

            if (length > 0)
            {
                await reader.ReadBlockAsync(new char[length]);
            }

            while (isChunked && await reader.ReadLineAsync() is { } line && line != "0")
            {
            }

            var body = isGeneration ? _body : """{"version":"0.5.17","model_path":"m"}""";
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {(isGeneration ? (int)_status : 200)} X\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\nconnection: close\r\n\r\n{body}"));
        }
    }
}
