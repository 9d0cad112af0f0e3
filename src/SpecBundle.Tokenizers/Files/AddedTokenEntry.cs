using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads an added token as <c>tokenizer.json</c> and <c>tokenizer_config.json</c> describe it.</summary>
internal static class AddedTokenEntry
{
    /// <exception cref="TokenizerException">It is found in a way that would give other ids here.</exception>
    public static AddedToken Read(string path, JsonElement entry, int id)
    {
        var content = FileElements.Text(entry, "content");
        return FileElements.IsTrue(entry, "single_word") || FileElements.IsTrue(entry, "lstrip") || FileElements.IsTrue(entry, "rstrip")
            ? throw new TokenizerException(path, $"the added token {content} is found only between words, or with the blanks beside it, which is not understood.")
            : new AddedToken(content, FileElements.Id(id), FileElements.IsTrue(entry, "special"), FileElements.IsTrue(entry, "normalized"));
    }

    /// <summary>The tokens of both files. The configuration is read last and says more, but does not move a token to another id.</summary>
    public static IReadOnlyList<AddedToken> Join(IReadOnlyList<AddedToken> tokens, IReadOnlyList<AddedToken> configured)
    {
        var joined = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        var taken = new Dictionary<int, string>();
        foreach (var token in tokens.Concat(configured))
        {
            var id = joined.TryGetValue(token.Content, out var earlier) ? earlier.Id : token.Id;
            if (taken.TryGetValue(id, out var other) && other != token.Content)
            {
                throw new FormatException($"the added tokens {other} and {token.Content} have the same id, {id}");
            }

            taken[id] = token.Content;
            joined[token.Content] = token with { Id = id };
        }

        return [.. joined.Values.Where(token => token.Content.Length > 0)];
    }
}
