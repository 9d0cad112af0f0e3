using System.Net;

namespace SpeculativeDecoding;

/// <summary>Tells who listens at an address of the machine that a server runs on.</summary>
internal interface IListenerLookup
{
    /// <param name="endPoint">Where the server's client would connect to.</param>
    /// <param name="serverProcessId">The server's process on that machine.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Who would take the connection.</returns>
    ValueTask<PortListener> FindAsync(IPEndPoint endPoint, int serverProcessId, CancellationToken cancellationToken);
}
