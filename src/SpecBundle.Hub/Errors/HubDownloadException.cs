namespace SpeculativeDecoding;

/// <summary>A file could not be fetched whole, or is not what the Hub announced. What arrived is kept where it can be resumed.</summary>
public sealed class HubDownloadException : HubException
{
    internal HubDownloadException(string repository, string file, string reason, string hint, Exception? innerException = null)
        : base(repository, $"{file} of {repository}: {reason}", hint, innerException) => File = file;

    /// <summary>The file, as a path inside the repository.</summary>
    public string File { get; }
}
