namespace SpeculativeDecoding;

/// <summary>The base of every error this library reports: what happened, and what to do about it.</summary>
public abstract class SpecBundleException : Exception
{
    private protected SpecBundleException(string message, string? hint, Exception? innerException = null)
        : base(message, innerException) => Hint = hint;

    /// <summary>What to do about it, in one or two sentences; null where nothing better than the message is known.</summary>
    public string? Hint { get; }
}
