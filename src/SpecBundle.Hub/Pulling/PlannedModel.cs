namespace SpeculativeDecoding;

/// <summary>A model that a pull would bring.</summary>
/// <param name="Repository">Its repository, as it was asked for.</param>
/// <param name="Commit">The commit of the revision, 40 hexadecimal digits.</param>
/// <param name="Files">The files that a server needs.</param>
/// <param name="TotalBytes">Their size, in bytes.</param>
/// <param name="MissingBytes">What the cache lacks of them, in bytes.</param>
public sealed record PlannedModel(string Repository, string Commit, int Files, long TotalBytes, long MissingBytes)
{
    /// <summary>What the Hub calls the repository now; null where it was not renamed.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether a licence had to be accepted; null where the Hub does not say.</summary>
    public bool? IsGated { get; init; }

    /// <summary>Files kept in Xet storage, which plain HTTP reaches too.</summary>
    public int XetFiles { get; init; }
}
