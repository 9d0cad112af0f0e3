namespace SpeculativeDecoding.TestHub;

/// <summary>A repository as <c>repository.json</c> describes it.</summary>
internal sealed record Repository
{
    public required string Commit { get; init; }

    public Dictionary<string, string> Refs { get; init; } = [];

    /// <summary>Null, <c>auto</c> or <c>manual</c>.</summary>
    public string? Gated { get; init; }

    public bool Private { get; init; }

    public bool Disabled { get; init; }

    public string? RenamedTo { get; init; }

    /// <summary>The tokens that may read it where it is gated or private.</summary>
    public List<string> Readers { get; init; } = [];

    public List<RepositoryFile> Files { get; init; } = [];
}
