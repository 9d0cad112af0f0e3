using System.Globalization;
using System.Net;

namespace SpeculativeDecoding;

/// <summary>Linux: from the table of sockets to the process that has the socket open, and from there to the server's processes.</summary>
internal static class LinuxListeners
{
    public static PortListener Find(IPEndPoint endPoint, int serverProcessId)
    {
        try
        {
            var sockets = ListeningSocket.ReachedAt(endPoint);
            if (sockets.Count == 0)
            {
                return PortListener.Nobody;
            }

            var processes = ProcessTable.Read();

            // Of a server that is gone there is nothing to be told; its exit will be.
            return processes.Find(serverProcessId) is { } server
                ? sockets.Select(socket => OwnerOf(socket, server, processes)).MaxBy(listener => listener.Owner)!
                : PortListener.Nobody;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A sandbox that hides the tables.
            return PortListener.Unknown;
        }
    }

    private static PortListener OwnerOf(ListeningSocket socket, ProcessEntry server, ProcessTable processes)
    {
        var tree = processes.TreeOf(server);
        var isHidden = false;
        foreach (var process in tree)
        {
            switch (ProcessFiles.HasSocket(process.Id, socket.Inode))
            {
                case true: return new PortListener(process.Session == server.Session ? ListenerOwner.Server : ListenerOwner.Unknown, process.Id, ProcessFiles.Describe(process.Id));
                case null: isHidden = true; break;
            }
        }

        // A process of the server's whose files can't be read (it changed its user, say) may be the one.
        return isHidden ? PortListener.Unknown : Stranger(socket, processes.Others(tree));
    }

    private static PortListener Stranger(ListeningSocket socket, IEnumerable<ProcessEntry> others) =>
        others.FirstOrDefault(process => ProcessFiles.HasSocket(process.Id, socket.Inode) is true) is { } process
            ? new PortListener(ListenerOwner.Stranger, process.Id, ProcessFiles.Describe(process.Id))
            : new PortListener(ListenerOwner.Stranger, null, string.Create(CultureInfo.InvariantCulture, $"a process of the user with id {socket.UserId}"));
}
