using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>The real server as a process of its own, with the pair <c>tiny</c> unless told otherwise. Disposing it kills it.</summary>
internal sealed partial class EmbeddedProcess : IAsyncDisposable
{
    public const int SigInt = 2;
    public const int SigTerm = 15;

    public static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models", "tiny");

    public static readonly string[] Tiny = ["--model-path", Path.Combine(Models, "target"), "--port", "0", "--threads", "1"];

    public static readonly string[] Speculating =
        [.. Tiny, "--speculative-algorithm", "EAGLE3", "--speculative-draft-model-path", Path.Combine(Models, "draft"),
         "--speculative-num-steps", "3", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "4"];

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drained;
    private Uri? _address;

    private EmbeddedProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SpecBundle.Embedded.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("SPECBUNDLE_API_KEY");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _drained = Task.WhenAll(ReadAsync(_process.StandardError, _errors), ReadAsync(_process.StandardOutput, _output));
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static EmbeddedProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) => new(arguments, environment);

    public static async Task<EmbeddedProcess> StartReadyAsync(params string[] arguments)
    {
        var server = new EmbeddedProcess(arguments, null);
        try
        {
            server.Client.BaseAddress = await server._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>The exit code, once both streams have been read to their end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _drained.WaitAsync(TimeSpan.FromSeconds(10));
        return _process.ExitCode;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, until);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        const string serving = "Uvicorn running on ";
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }

            if (line.IndexOf(serving, StringComparison.Ordinal) is var at and >= 0)
            {
                _address = new Uri(line[(at + serving.Length)..].Split(' ')[0]);
            }

            if (line.EndsWith("The server is fired up and ready to roll!", StringComparison.Ordinal))
            {
                _ready.TrySetResult(_address!);
            }
        }

        // Standard output may end first; a server that is ready is not harmed by this.
        _ready.TrySetException(new InvalidOperationException("The server ended before it was ready:\n" + Log));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
