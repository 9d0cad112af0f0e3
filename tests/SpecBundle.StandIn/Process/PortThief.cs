using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.StandIn;

/// <summary>A process that takes the port of a server that is still loading, and keeps what it is sent.</summary>
internal static class PortThief
{
    public static async Task<int> RunAsync(int port, string file)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        await File.WriteAllTextAsync(file, "").ConfigureAwait(false);
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            using var stream = client.GetStream();
            var output = File.Open(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await using (output.ConfigureAwait(false))
            {
                await stream.CopyToAsync(output).ConfigureAwait(false);
            }
        }
    }
}
