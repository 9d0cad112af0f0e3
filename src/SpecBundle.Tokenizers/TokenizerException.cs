namespace SpeculativeDecoding;

/// <summary>The tokenizer of a model can't be read, or asks for something that would be guessed at.</summary>
public sealed class TokenizerException : SpecBundleException
{
    // The reason may repeat what the file says, which may be long and rule a terminal.
    private const int LongestReason = 1000;

    internal TokenizerException(string path, string reason, Exception? innerException = null)
        : this(path, innerException, Printable.Of(reason.Length <= LongestReason ? reason : reason[..LongestReason] + "..."))
    {
    }

    private TokenizerException(string path, Exception? innerException, string reason)
        : base($"{path}: {reason}", "Count tokens on the server instead, or give the folder of another tokenizer.", innerException) => (Path, Reason) = (path, reason);

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it, without its path.</summary>
    public string Reason { get; }
}
