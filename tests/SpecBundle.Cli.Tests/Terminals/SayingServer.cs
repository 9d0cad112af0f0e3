using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that answers every generation with an error.</summary>
internal sealed class SayingServer(HttpStatusCode status, string message) : InfoServer
{
    protected override async Task GenerateAsync(NetworkStream stream, StreamReader request)
    {
        var (length, isChunked) = (0, false);
        while (await request.ReadLineAsync() is { Length: > 0 } header)
        {
            isChunked |= header.StartsWith("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);
            length = header.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header.Split(':')[1], CultureInfo.InvariantCulture) : length;
        }

        if (length > 0)
        {
            await request.ReadBlockAsync(new char[length]);
        }

        while (isChunked && await request.ReadLineAsync() is { } line && line != "0")
        {
        }

        await AnswerAsync(stream, status, JsonSerializer.Serialize(new { error = new { message } }));
    }
}
