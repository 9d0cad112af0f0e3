using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that answers every generation with an error.</summary>
internal sealed class SayingServer(HttpStatusCode status, string message) : InfoServer
{
    protected override async Task GenerateAsync(NetworkStream stream, StreamReader request)
    {
        await ReadBodyAsync(request);
        await AnswerAsync(stream, status, JsonSerializer.Serialize(new { error = new { message } }));
    }
}
