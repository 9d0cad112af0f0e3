namespace SpeculativeDecoding;

/// <summary>A flag of the user with its values.</summary>
/// <param name="Flag">The flag, written out.</param>
/// <param name="Values">Its values; empty for a switch.</param>
internal sealed record UserArgument(string Flag, IReadOnlyList<string> Values)
{
    public string Text => string.Join(' ', Values);

    /// <summary>The elements of the command line. A value that looks like a flag stays joined to its own.</summary>
    public IEnumerable<string> Elements =>
        Values is [var value] && ArgumentText.LooksLikeFlag(value) ? [$"{Flag}={value}"] : [Flag, .. Values];
}
