namespace SpeculativeDecoding;

/// <summary>Nothing answers at the address.</summary>
public sealed class ServerUnreachableException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="address">The address that was tried.</param>
    /// <param name="reason">What happened, as the end of a sentence.</param>
    /// <param name="innerException">What it came from; null where nothing else.</param>
    public ServerUnreachableException(Uri address, string reason, Exception? innerException = null)
        : base($"No server answers at {address}: {reason}", "Check that the server runs and is ready, and that address and port are right.", null, innerException) => Address = address;

    /// <summary>The address that was tried.</summary>
    public Uri Address { get; }
}
