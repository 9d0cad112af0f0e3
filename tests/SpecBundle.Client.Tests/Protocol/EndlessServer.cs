using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Answers every request with a beginning, and then the same bytes again and again for as long as anybody takes them.</summary>
internal sealed class EndlessServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _sent;

    public EndlessServer(string beginning, string repeated, TimeSpan pause = default)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.UTF8.GetBytes(beginning), Encoding.UTF8.GetBytes(repeated), pause);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bytes that somebody took, or that the system holds for him.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync(byte[] beginning, byte[] repeated, TimeSpan pause)
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token), beginning, repeated, pause));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(TcpClient client, byte[] beginning, byte[] repeated, TimeSpan pause)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[64 * 1024], 1, cancellationToken: _stop.Token);
                await stream.WriteAsync(beginning, _stop.Token);
                while (true)
                {
                    await stream.WriteAsync(repeated, _stop.Token);
                    Interlocked.Add(ref _sent, repeated.Length);
                    await Task.Delay(pause, _stop.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Nobody takes any more.
            }
        }
    }
}
