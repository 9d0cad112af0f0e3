namespace SpeculativeDecoding.Benchmarks;

/// <summary>A model as it was served.</summary>
public sealed record ServedModel
{
    /// <summary>The repository on the Hub or the folder: of a server that ran already, in its own words.</summary>
    public required string Name { get; init; }

    /// <summary>The commit that was served, or the revision that a server which ran already was asked for; null where it is not known.</summary>
    /// <value>The default value is null.</value>
    public string? Revision { get; init; }

    /// <summary>The digest of the folder's configuration, tokenizer and weights, in hexadecimal digits; null for a model of the Hub, and where the folder is not on this machine.</summary>
    /// <value>The default value is null.</value>
    public string? Sha256 { get; init; }

    /// <summary>The name with what is known.</summary>
    /// <returns>For example <c>my/target (commit 0123abc)</c>.</returns>
    public override string ToString() =>
        Revision is not null ? $"{Name} (revision {Revision})" : Sha256 is not null ? $"{Name} (SHA-256 {Sha256[..Math.Min(12, Sha256.Length)]})" : Name;
}
