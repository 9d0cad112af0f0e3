using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that takes every generation, and sends nothing.</summary>
internal sealed class SilentServer : InfoServer
{
    /// <summary>Waiting for the client to leave keeps the connection alive: what nothing waits for is collected, and cut.</summary>
    protected override Task GenerateAsync(NetworkStream stream, StreamReader request) => stream.CopyToAsync(Stream.Null);
}
