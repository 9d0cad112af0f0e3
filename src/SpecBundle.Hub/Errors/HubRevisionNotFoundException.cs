namespace SpeculativeDecoding;

/// <summary>The repository exists, the revision does not.</summary>
public sealed class HubRevisionNotFoundException : HubException
{
    internal HubRevisionNotFoundException(string repository, string revision)
        : base(repository, $"{repository} has no revision {revision}.", "Name a branch, a tag or a commit of 40 hexadecimal digits; without one it is main.") => Revision = revision;

    /// <summary>The branch, tag or commit that was asked for.</summary>
    public string Revision { get; }
}
