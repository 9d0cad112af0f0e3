namespace SpeculativeDecoding.Benchmarks;

/// <summary>One split of a public data set.</summary>
/// <param name="Repository">The data set's repository on the Hub, <c>owner/name</c>.</param>
/// <param name="Config">The configuration (the Hub's word for a subset with files of its own); null for the only one.</param>
/// <param name="Split">The split, such as <c>test</c>.</param>
public sealed record DatasetSource(string Repository, string? Config, string Split)
{
    /// <summary>A plain file with the same rows that needs no Hub; null where there is none.</summary>
    public Uri? File { get; init; }

    /// <summary>Folder names that hold it locally, beside the repository's own name.</summary>
    public IReadOnlyList<string> LocalNames { get; init; } = [];

    /// <summary>Whether the configuration is one of several with the same split, so that a file must name it.</summary>
    public bool HasSiblings { get; init; }

    /// <summary>The licence its authors state; null where none is stated or known to us.</summary>
    public string? License { get; init; }

    /// <summary>Whether it is given out only to an account that has accepted its terms.</summary>
    public bool RequiresToken { get; init; }

    /// <summary>Repository, configuration and split for a message.</summary>
    public override string ToString() => Config is null ? $"{Repository} ({Split})" : $"{Repository} ({Config}, {Split})";
}
