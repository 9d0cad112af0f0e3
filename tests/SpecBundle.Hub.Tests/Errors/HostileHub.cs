using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that answers each request with bytes of the test's own, head and body, whatever is asked.</summary>
internal sealed class HostileHub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly Func<string, IEnumerable<byte[]>> _answer;
    private int _requests;

    /// <param name="answer">The parts of an answer by the target of the request; a part may be the last of endlessly many.</param>
    public HostileHub(Func<string, IEnumerable<byte[]>> answer)
    {
        _answer = answer;
        _listener.Start(512);
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>An answer with a JSON body.</summary>
    public static byte[] Json(string body, string headers = "") => Whole($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}", Encoding.UTF8.GetBytes(body));

    public static byte[] Whole(string head, byte[] body) => [.. Encoding.Latin1.GetBytes($"{head}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var target = (await reader.ReadLineAsync(_stop.Token))?.Split(' ').ElementAtOrDefault(1) ?? "";
                while (!string.IsNullOrEmpty(await reader.ReadLineAsync(_stop.Token)))
                {
                }

                Interlocked.Increment(ref _requests);
                foreach (var part in _answer(target))
                {
                    await stream.WriteAsync(part, _stop.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // It was read as far as the client wanted.
            }
        }
    }
}
