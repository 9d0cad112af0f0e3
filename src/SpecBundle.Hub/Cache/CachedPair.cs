namespace SpeculativeDecoding;

/// <summary>What the cache holds whole of a pair. Nobody was asked whether it is still the newest.</summary>
public sealed record CachedPair
{
    /// <summary>The commits of the models that can be served without asking the Hub, 40 hexadecimal digits each, by repository.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>();

    /// <summary>The folders of what the cache has of the models at these revisions, whole or not, by repository: each has a <c>config.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();

    /// <summary>The repositories of the models that a pull would have to complete. Models in folders of their own, and those of the embedded server, are in neither list.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => Missing.Count == 0;

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>complete</c>, or <c>missing: org/draft</c>.</returns>
    public override string ToString() => IsComplete ? "complete" : $"missing: {string.Join(", ", Missing)}";
}
