namespace SpeculativeDecoding;

/// <summary>Nothing answers at the address.</summary>
public sealed class ServerUnreachableException : GenerateException
{
    internal ServerUnreachableException(Uri address, string reason, Exception? innerException = null)
        : base($"No server answers at {address}: {reason}", "Check that the server runs and is ready, and that address and port are right.", null, innerException) => Address = address;

    /// <summary>The address that was tried.</summary>
    public Uri Address { get; }
}
