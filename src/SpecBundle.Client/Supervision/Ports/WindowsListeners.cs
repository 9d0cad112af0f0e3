using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SpeculativeDecoding;

/// <summary>Windows: the table of TCP listeners names their processes, and a snapshot of all processes their parents.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsListeners
{
    private const uint Done = 0;
    private const uint TooSmall = 122;
    private const int ListenersWithProcess = 3;

    // A count of rows, then the rows: of IPv4 state, address, port, remote address, remote port, process; of IPv6 address, scope, port, remote address, scope, port, state, process.
    private static readonly (AddressFamily Family, int NativeFamily, int Row, int Address, int AddressLength, int Port, int Process)[] Tables =
    [
        (AddressFamily.InterNetwork, 2, 24, 4, 4, 8, 20),
        (AddressFamily.InterNetworkV6, 23, 56, 0, 16, 20, 52),
    ];

    public static PortListener Find(IPEndPoint endPoint, int serverProcessId)
    {
        var listeners = Tables.SelectMany(table => Read(table, endPoint)).ToList();
        if (listeners.Count == 0)
        {
            return PortListener.Nobody;
        }

        var parents = WindowsProcesses.Parents();
        var strangers = listeners.Where(process => !WindowsProcesses.Descends(process, serverProcessId, parents)).ToList();
        return strangers is [var stranger, ..]
            ? new PortListener(ListenerOwner.Stranger, stranger, string.Create(CultureInfo.InvariantCulture, $"process {stranger}"))
            : new PortListener(ListenerOwner.Server, listeners[0]);
    }

    private static unsafe List<int> Read((AddressFamily Family, int NativeFamily, int Row, int Address, int AddressLength, int Port, int Process) table, IPEndPoint endPoint)
    {
        var size = 0;
        var bytes = Array.Empty<byte>();
        uint result;
        do
        {
            bytes = new byte[Math.Max(size, sizeof(int))];
            fixed (byte* start = bytes)
            {
                result = GetExtendedTcpTable(start, ref size, order: false, table.NativeFamily, ListenersWithProcess, reserved: 0);
            }
        }
        while (result == TooSmall);

        var found = new List<int>();
        for (var row = 0; result == Done && row < BitConverter.ToInt32(bytes); row++)
        {
            var span = bytes.AsSpan(sizeof(int) + (row * table.Row), table.Row);
            var address = new IPAddress(span.Slice(table.Address, table.AddressLength));
            if (BinaryPrimitives.ReadUInt16BigEndian(span[table.Port..]) == endPoint.Port && (address.Equals(endPoint.Address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            {
                found.Add(BitConverter.ToInt32(span[table.Process..]));
            }
        }

        return found;
    }

    [LibraryImport("iphlpapi")]
    private static unsafe partial uint GetExtendedTcpTable(byte* table, ref int size, [MarshalAs(UnmanagedType.Bool)] bool order, int family, int kind, int reserved);
}
