using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding;

/// <summary>
/// Free ports, none of them twice in the life of an app: a server that was killed may still hold its old one. Where there is room,
/// they are none that the kernel could give to an outgoing connection before the server binds.
/// </summary>
internal static class PortPicker
{
    private const int Attempts = 100;

    // What this process gave out. It only ever grows, by one for each launch.
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Pick(string host)
    {
        var ephemeral = EphemeralPorts.Find();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The later attempts ask the kernel: the ports outside may be forbidden here.
            using var socket = Bind(host, attempt < Attempts / 2 ? ephemeral?.DrawOutside(Random.Shared) ?? 0 : 0);
            if (socket?.LocalEndPoint is IPEndPoint { Port: var port } && Given.TryAdd(port, true))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No port of this machine is free.");
    }

    /// <exception cref="InvalidValueException">No server can listen at this host.</exception>
    public static void RequireOwn(string host)
    {
        using var socket = Bind(host, 0);
        if (socket is null)
        {
            throw new InvalidValueException($"{nameof(LaunchOptions)}.{nameof(LaunchOptions.Host)}", host, "no network interface of this machine has that address");
        }
    }

    public static bool IsFree(string host, int port)
    {
        using var socket = Bind(host, port);
        return socket is not null;
    }

    private static Socket? Bind(string host, int port)
    {
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : IPAddress.Loopback;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As a server binds: connections of an earlier one that linger do not count.
            if (!OperatingSystem.IsWindows())
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
