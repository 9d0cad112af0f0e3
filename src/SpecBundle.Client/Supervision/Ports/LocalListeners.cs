using System.Net;

namespace SpeculativeDecoding;

/// <summary>Who listens on this machine, by the means of its system.</summary>
internal sealed class LocalListeners : IListenerLookup
{
    public ValueTask<PortListener> FindAsync(IPEndPoint endPoint, int serverProcessId, CancellationToken cancellationToken) => ValueTask.FromResult(
        OperatingSystem.IsLinux() ? LinuxListeners.Find(endPoint, serverProcessId)
        : OperatingSystem.IsWindows() ? WindowsListeners.Find(endPoint, serverProcessId)

        // macOS tells it to root alone, or to a program that takes a second for it.
        : PortListener.Unknown);
}
