using System.Text;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>The server in this process, on a free port, over a <see cref="ScriptedEngine"/>.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly StopSignals _signals = new();
    private readonly StringWriter _log = new();
    private readonly TextWriter _writer;

    private ScriptedServer(ScriptedEngine engine, string[] flags)
    {
        Engine = engine;
        _writer = TextWriter.Synchronized(_log);
        var parsed = ServerFlags.From(FlagParser.Parse(["--model-path", Path.GetTempPath(), "--port", "0", .. flags]), _ => null);
        Server = new EmbeddedServer(parsed, (_, _) => engine, new ServerLog(_writer, ServerLogLevel.Info, TimeProvider.System, parsed.ApiKey), TimeProvider.System);
        Exit = Server.RunAsync(_signals);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public static readonly string[] Speculating =
        ["--speculative-algorithm", "EAGLE3", "--speculative-draft-model-path", Path.GetTempPath(),
         "--speculative-num-steps", "3", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "4"];

    public ScriptedEngine Engine { get; }

    public EmbeddedServer Server { get; }

    public Task<int> Exit { get; }

    public HttpClient Client { get; }

    public string Log
    {
        get
        {
            lock (_writer)
            {
                return _log.ToString();
            }
        }
    }

    public static Task<ScriptedServer> StartAsync(string answer, params string[] flags) => StartAsync(new ScriptedEngine(answer), flags);

    public static async Task<ScriptedServer> StartAsync(ScriptedEngine engine, params string[] flags)
    {
        var server = new ScriptedServer(engine, flags);
        try
        {
            server.Client.BaseAddress = await server.Server.Ready.WaitAsync(TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Stop(StopRequest request) => _signals.Request(request);

    public Task<HttpResponseMessage> PostAsync(string path, string json, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, until);

    public async ValueTask DisposeAsync()
    {
        Stop(StopRequest.Interrupt);
        await Exit.WaitAsync(TimeSpan.FromSeconds(60));
        Client.Dispose();
        _signals.Dispose();
    }
}
