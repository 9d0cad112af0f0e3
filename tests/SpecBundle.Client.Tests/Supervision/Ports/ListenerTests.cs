using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

/// <summary>Whose listener is at an address, on the machine that the tests run on.</summary>
public sealed class ListenerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "::1")]
    [InlineData("::", "127.0.0.1")]
    public async Task The_servers_own_listener_is_known_wherever_it_is_bound(string bound, string asked)
    {
        using var socket = Listen(IPAddress.Parse(bound));

        var listener = await FindAsync(IPAddress.Parse(asked), socket, Environment.ProcessId);

        Assert.Equal((ListenerOwner.Server, Environment.ProcessId), (listener.Owner, listener.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_listener_of_another_process_is_a_strangers_by_its_id_and_command()
    {
        await using var other = new ReplayProcess();
        await other.InitializeAsync();
        using var socket = Listen(IPAddress.Loopback);

        // To the other process, this one is a stranger.
        var listener = await FindAsync(IPAddress.Loopback, socket, other.Id);

        Assert.Equal((ListenerOwner.Stranger, Environment.ProcessId), (listener.Owner, listener.ProcessId));
        Assert.Contains($"process {Environment.ProcessId} (", listener.Who, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_nothing_listens_on_is_nobodys()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Equal(ListenerOwner.Nobody, (await FindAsync(IPAddress.Loopback, socket, Environment.ProcessId)).Owner);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_through_the_port_is_no_listener_on_it()
    {
        using var socket = Listen(IPAddress.Loopback);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)socket.LocalEndPoint!, Cancellation);

        Assert.Equal(ListenerOwner.Nobody, (await FindAsync(IPAddress.Loopback, client.Client, Environment.ProcessId)).Owner);
    }

    private static async Task<PortListener> FindAsync(IPAddress address, Socket socket, int server) =>
        await new LocalListeners().FindAsync(new IPEndPoint(address, ((IPEndPoint)socket.LocalEndPoint!).Port), server, Cancellation);

    private static Socket Listen(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }

        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }
}
