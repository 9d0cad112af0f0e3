using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The address to listen on, bound before anything is loaded: a port that is taken is known at once, and nobody can take it meanwhile.
/// Connections are refused until Kestrel listens.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private ReservedPort(Socket socket, string host)
    {
        Socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Host = host;
    }

    public Socket Socket { get; }

    public IPEndPoint EndPoint { get; }

    public string Host { get; }

    public int Port => EndPoint.Port;

    public string Url => $"http://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>Where the server reaches itself: loopback when it listens everywhere.</summary>
    public Uri OwnAddress => new UriBuilder("http", (EndPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : EndPoint.Address).ToString(), Port).Uri;

    public static async Task<ReservedPort> BindAsync(string host, int port)
    {
        if (port > IPEndPoint.MaxPort)
        {
            throw new StartRefusedException($"ValueError: --port must be at most {IPEndPoint.MaxPort}, got {port}.");
        }

        var address = await ResolveAsync(host).ConfigureAwait(false);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return new ReservedPort(socket, host);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Refused(exception, host, port);
        }
    }

    /// <summary>The line that launchers know from uvicorn.</summary>
    public static StartRefusedException Refused(SocketException exception, string host, int port) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new($"ERROR:    [Errno 98] error while attempting to bind on address ('{host}', {port}): address already in use", exception),
        SocketError.AccessDenied => new($"ERROR:    [Errno 13] error while attempting to bind on address ('{host}', {port}): permission denied", exception),
        SocketError.AddressNotAvailable => new($"ERROR:    [Errno 99] error while attempting to bind on address ('{host}', {port}): cannot assign requested address", exception),
        _ => new($"ERROR:    [Errno {exception.ErrorCode}] error while attempting to bind on address ('{host}', {port}): {exception.Message}", exception),
    };

    public void Dispose() => Socket.Dispose();

    private static async Task<IPAddress> ResolveAsync(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            return found.FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException exception)
        {
            throw new StartRefusedException($"ERROR:    [Errno -2] --host '{host}' is not an address of this machine: {exception.Message}", exception);
        }
    }
}
