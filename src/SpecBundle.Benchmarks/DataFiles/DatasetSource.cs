namespace SpeculativeDecoding.Benchmarks;

/// <summary>One split of a public data set.</summary>
public sealed record DatasetSource
{
    /// <summary>The data set's repository on the Hub, <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The configuration (the Hub's word for a subset with files of its own); null for the only one.</summary>
    /// <value>The default value is null.</value>
    public string? Config { get; init; }

    /// <summary>The split, such as <c>test</c>.</summary>
    public required string Split { get; init; }

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
