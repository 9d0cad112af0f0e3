namespace SpeculativeDecoding;

/// <summary>The tokenizer of a model can't be read, or asks for something that would be guessed at.</summary>
public sealed class TokenizerException : SpecBundleException
{
    internal TokenizerException(string path, string reason, Exception? innerException = null)
        : base($"{path}: {reason}", "Count tokens on the server instead, or give the folder of another tokenizer.", innerException) => (Path, Reason) = (path, reason);

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it, without its path.</summary>
    public string Reason { get; }
}
