namespace SpeculativeDecoding;

/// <summary>The server that this app launched died under the request. The inner exception has the diagnosis.</summary>
public sealed class ServerLostException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="death">The diagnosis.</param>
    /// <param name="partial">What had arrived; null where the request was never sent.</param>
    public ServerLostException(Exception death, PartialAnswer? partial)
        : base($"The server died under the request.{Arrived(partial)} {death.Message}", (death as SpecBundleException)?.Hint, partial, death)
    {
    }
}
