namespace SpeculativeDecoding;

/// <summary>The repository and the revision exist, the file does not.</summary>
public sealed class HubFileNotFoundException : HubException
{
    internal HubFileNotFoundException(string repository, string revision, string file)
        : base(repository, $"{repository} has no file {file} at {revision}.", "The repository may have changed: pull it again, or name another revision.") =>
        (Revision, File) = (revision, file);

    /// <summary>The revision that was asked for.</summary>
    public string Revision { get; }

    /// <summary>The file, as a path inside the repository.</summary>
    public string File { get; }
}
