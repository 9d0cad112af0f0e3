namespace SpeculativeDecoding;

/// <summary>A name fits several pairs of the catalog: a target that has several drafts. The name of one pair is asked for.</summary>
public sealed class AmbiguousPairException : SpecBundleException
{
    internal AmbiguousPairException(string name, IReadOnlyList<string> candidates)
        : base($"'{name}' fits {candidates.Count} pairs: {string.Join(", ", candidates)}.", "Give the id of one of them, or its target and draft as 'target + draft'. Catalog.FindByTarget answers with all of them.")
    {
        Name = name;
        Candidates = candidates;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>The ids of the pairs that it fits, two at least, in the catalog's order.</summary>
    public IReadOnlyList<string> Candidates { get; }
}
