namespace SpeculativeDecoding;

/// <summary>The server that this app launched died under the request. The inner exception has the diagnosis.</summary>
public sealed class ServerLostException : GenerateException
{
    internal ServerLostException(Exception death, PartialAnswer? partial)
        : base($"The server died under the request.{Arrived(partial)} {death.Message}", (death as SpecBundleException)?.Hint, partial, death)
    {
    }
}
