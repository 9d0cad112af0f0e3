using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace SpeculativeDecoding;

/// <summary>A socket that listens, from <c>/proc/net/tcp</c> or <c>/proc/net/tcp6</c>.</summary>
/// <param name="Address">Where it is bound.</param>
/// <param name="Inode">By which a process's open files name it.</param>
/// <param name="UserId">Whose it is.</param>
internal sealed record ListeningSocket(IPAddress Address, long Inode, int UserId)
{
    private const string ListenState = "0A";

    /// <summary>The sockets that a connection to the address would reach: the kernel prefers the one bound to that very address, then one bound to all of its family, then one bound to all of both.</summary>
    public static IReadOnlyList<ListeningSocket> ReachedAt(IPEndPoint endPoint)
    {
        var sockets = Read("/proc/net/tcp", endPoint.Port).Concat(Read("/proc/net/tcp6", endPoint.Port)).ToList();
        IPAddress[] preferred = endPoint.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? [endPoint.Address, IPAddress.Any, IPAddress.IPv6Any] : [endPoint.Address, IPAddress.IPv6Any];
        return preferred.Select(address => sockets.Where(socket => socket.Address.Equals(address)).ToList()).FirstOrDefault(found => found.Count > 0) ?? [];
    }

    private static IEnumerable<ListeningSocket> Read(string path, int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");

        // Not there: a kernel without IPv6, or a system that hides it.
        foreach (var line in File.Exists(path) ? File.ReadLines(path).Skip(1) : [])
        {
            // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, ListenState, _, _, _, var user, _, var inode, ..] && local.EndsWith(end, StringComparison.Ordinal))
            {
                yield return new ListeningSocket(ParseAddress(local[..^end.Length]), long.Parse(inode, CultureInfo.InvariantCulture), int.Parse(user, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Words of four bytes, each in the machine's order.</summary>
    private static IPAddress ParseAddress(string hexadecimal)
    {
        var words = hexadecimal.Chunk(8).Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        var address = new IPAddress(MemoryMarshal.AsBytes<uint>(words));
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
