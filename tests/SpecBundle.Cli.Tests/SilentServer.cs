using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that is there and healthy: it tells about itself, takes every generation, and sends nothing.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentServer()
    {
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

    private static async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            if ((await reader.ReadLineAsync())?.StartsWith("POST /generate", StringComparison.Ordinal) == true)
            {
                // Waiting for the client to leave keeps the connection alive: what nothing waits for is collected, and cut.
                await stream.CopyToAsync(Stream.Null);
            }

            const string Info = """{"version":"0.5.17","model_path":"m"}""";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {Info.Length}\r\nconnection: close\r\n\r\n{Info}"));
        }
    }
}
