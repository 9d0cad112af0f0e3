namespace SpeculativeDecoding;

/// <summary>What the Hub says of a repository at one revision.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="CurrentName">As the Hub calls it now; another name after a renaming.</param>
/// <param name="Revision">As it was asked for.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="IsGated">Whether a license must be accepted; null where the Hub does not say.</param>
/// <param name="Files">Every file at the commit that can be on this machine.</param>
internal sealed record RepositoryState(
    RepositoryName Name, string CurrentName, string Revision, string Commit, bool? IsGated, IReadOnlyList<HubFile> Files)
{
    private ILookup<string, HubFile>? _byHash;

    /// <summary>The files at the commit that can't be on this machine. They are refused only where they are needed.</summary>
    public IReadOnlyList<HubFile> OtherFiles { get; init; } = [];

    /// <summary>The files with the same bytes.</summary>
    public IEnumerable<HubFile> WithHash(string hash) => (_byHash ??= Files.ToLookup(file => file.Hash))[hash];

    public bool WasRenamed => !string.Equals(Name.Name, CurrentName, StringComparison.OrdinalIgnoreCase);
}
