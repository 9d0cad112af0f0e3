using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SpeculativeDecoding.StandIn;

/// <summary>
/// Serves recorded responses byte for byte. The first line on standard output is <c>{"port": N}</c>; then one line for each
/// request (<c>method, path, authorization, body</c>) and one (<c>left</c>) for each client that closed before the end. It
/// ends with its standard input. A chat that has the result of a tool among its messages gets <c>NAME.tool</c> where there is
/// such a recording, so that a model can be played that calls a tool and then answers.
/// </summary>
internal sealed class ReplayServer(IReadOnlyList<string> folders)
{
    private static readonly byte[] NotFound = "HTTP/1.1 404 Not Found\r\ncontent-length: 22\r\ncontent-type: application/json\r\nConnection: close\r\n\r\n{\"detail\":\"Not Found\"}"u8.ToArray();
    private static readonly byte[] Done = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();
    private readonly Lock _output = new();

    public async Task<int> RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Report($$"""{"port":{{((IPEndPoint)listener.LocalEndpoint).Port}}}""");
        var end = Console.OpenStandardInput().CopyToAsync(Stream.Null);
        while (true)
        {
            var accept = listener.AcceptSocketAsync();
            if (await Task.WhenAny(accept, end).ConfigureAwait(false) == end)
            {
                return 0;
            }

            _ = ServeAsync(await accept.ConfigureAwait(false));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var closing = socket;
        socket.NoDelay = true;
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            if (await RequestHead.ReadAsync(stream).ConfigureAwait(false) is not { } request)
            {
                return;
            }

            Report(Describe(request));
            try
            {
                await AnswerAsync(request, stream).ConfigureAwait(false);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                Report($$"""{"left":{{Quote(request.Path)}}}""");
            }
        }
    }

    private async Task AnswerAsync(RequestHead request, NetworkStream stream)
    {
        var parts = request.Path.Trim('/').Split('/', 2);
        var options = ReplayOptions.Parse(parts[0]);
        if (parts is [_, "abort_request"])
        {
            await stream.WriteAsync(Done).ConfigureAwait(false);
        }
        else if (parts.Length == 2 && ((HasToolResult(request) ? Find(options.Name + ".tool", parts[1]) : null) ?? Find(options.Name, parts[1])) is var (folder, name))
        {
            await new Replay(Recording.Load(folder, name), options).WriteAsync(stream).ConfigureAwait(false);
        }
        else
        {
            await stream.WriteAsync(NotFound).ConfigureAwait(false);
        }
    }

    private static bool HasToolResult(RequestHead request) => request.Body.Contains("\"role\":\"tool\"", StringComparison.Ordinal);

    /// <summary>A recording answers the route that it was made of; one without a request answers all. A folder is a server: it has a recording for each route.</summary>
    private (string Folder, string Name)? Find(string name, string route)
    {
        foreach (var folder in folders)
        {
            if (File.Exists(Path.Combine(folder, name + ".response")) && Serves(folder, name, route))
            {
                return (folder, name);
            }

            if (File.Exists(Path.Combine(folder, name, route + ".response")))
            {
                return (folder, Path.Combine(name, route));
            }
        }

        return null;
    }

    private static bool Serves(string folder, string name, string route)
    {
        var path = Path.Combine(folder, name + ".request.json");
        if (!File.Exists(path))
        {
            return true;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("path").GetString() == "/" + route;
    }

    private void Report(string line)
    {
        lock (_output)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    private static string Describe(RequestHead request) =>
        $$"""{"method":{{Quote(request.Method)}},"path":{{Quote(request.Path)}},"authorization":{{Quote(request.Authorization)}},"body":{{Quote(request.Body)}}}""";

    private static string Quote(string? text) => text is null ? "null" : $"\"{JsonEncodedText.Encode(text)}\"";
}
