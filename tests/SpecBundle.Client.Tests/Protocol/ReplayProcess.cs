using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>The stand-in that replays recorded responses: a child process of its own, shared by the tests of a class.</summary>
public sealed class ReplayProcess : IAsyncLifetime
{
    private readonly ConcurrentQueue<JsonElement> _reports = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly string _scratch = Directory.CreateTempSubdirectory("replay-").FullName;
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private int _port;

    public static string Recordings { get; } = Path.Combine(AppContext.BaseDirectory, "recordings", "sglang-0.5.17");

    public int Id => _process!.Id;

    public IEnumerable<JsonElement> Reports => _reports;

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(BuiltProgram.Find("SpecBundle.StandIn"));
        start.ArgumentList.Add("replay-http");
        start.ArgumentList.Add(Path.Combine(Recordings, "http"));
        start.ArgumentList.Add(_scratch);
        _process = Process.Start(start)!;
        var first = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The stand-in ended at once.");
        _port = JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32();
        _reading = ReadReportsAsync();
    }

    /// <summary>The address under which a recording is served; options as the stand-in describes them.</summary>
    public Uri Address(string name, string options = "") => new($"http://127.0.0.1:{_port}/{name}{options}/");

    /// <summary>Serves bytes of a test's own under a name of its own.</summary>
    public string Add(byte[] response, string? route = null)
    {
        var name = Guid.NewGuid().ToString("N");
        File.WriteAllBytes(Path.Combine(_scratch, name + ".response"), response);
        if (route is not null)
        {
            File.WriteAllText(Path.Combine(_scratch, name + ".request.json"), $$"""{"path":"{{route}}","recv":[]}""");
        }

        return name;
    }

    /// <summary>Plays a model that calls a tool and then answers: the second response is for chats that have the result of a tool.</summary>
    public string AddScript(byte[] call, byte[] answer)
    {
        var name = Add(call);
        File.WriteAllBytes(Path.Combine(_scratch, name + ".tool.response"), answer);
        return name;
    }

    /// <summary>Serves a whole server under a name of its own: for each route a recording of the folder of recordings.</summary>
    public string AddServer(params (string Route, string Recording)[] routes)
    {
        var name = Guid.NewGuid().ToString("N");
        var folder = Directory.CreateDirectory(Path.Combine(_scratch, name)).FullName;
        foreach (var (route, recording) in routes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, route))!);
            File.Copy(Path.Combine(Recordings, "http", recording + ".response"), Path.Combine(folder, route + ".response"));
        }

        return name;
    }

    /// <summary>Lets a whole server answer a route with a JSON text of the test's own.</summary>
    public void SetAnswer(string server, string route, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        File.WriteAllBytes(Path.Combine(_scratch, server, route + ".response"), [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body]);
    }

    /// <summary>Lets a whole server answer a route with a response of the test's own.</summary>
    public void SetStream(string server, string route, byte[] response) => File.WriteAllBytes(Path.Combine(_scratch, server, route + ".response"), response);

    /// <summary>Waits until the stand-in has reported what the test looks for.</summary>
    public async Task<JsonElement> WaitForAsync(Func<JsonElement, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var report in _reports.Where(condition))
            {
                return report;
            }

            await _news.WaitAsync(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    public async Task WaitForEndAsync(CancellationToken cancellationToken) => await _process!.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }

            await _reading;
            process.Dispose();
        }

        _news.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    private async Task ReadReportsAsync()
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            _reports.Enqueue(JsonDocument.Parse(line).RootElement.Clone());
            _news.Release();
        }
    }
}
