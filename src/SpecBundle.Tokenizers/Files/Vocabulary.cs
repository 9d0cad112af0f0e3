using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads a vocabulary in the byte alphabet, and its merges.</summary>
internal static class Vocabulary
{
    /// <summary>The bytes of each token by its id. What text becomes is never a special token, which only its own name is.</summary>
    public static IReadOnlyDictionary<int, byte[]> Read(JsonElement entries, IReadOnlyList<AddedToken> added, out Dictionary<int, string> unreachable)
    {
        var special = added.Where(token => token.IsSpecial).Select(token => token.Id).ToHashSet();
        var tokens = new Dictionary<int, byte[]>();
        unreachable = [];
        foreach (var entry in entries.EnumerateObject())
        {
            var id = FileElements.Id(entry.Value);
            if (special.Contains(id))
            {
                continue;
            }

            if (ByteLevelAlphabet.BytesOf(entry.Name) is not { } bytes)
            {
                unreachable[id] = entry.Name;
            }
            else if (!tokens.TryAdd(id, bytes))
            {
                throw new FormatException($"two tokens of its vocabulary have the id {id}");
            }
        }

        return tokens;
    }

    /// <summary>Two tokens with a blank between them.</summary>
    public static (string Left, string Right) Merge(string merge) =>
        merge.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (merge[..space], merge[(space + 1)..]) : throw new FormatException($"its merge \"{merge}\" is not of two tokens");

    /// <summary>Newer files write a merge as a pair, older ones as a string.</summary>
    public static (string Left, string Right) Merge(JsonElement merge) => merge.ValueKind != JsonValueKind.Array
        ? Merge(FileElements.Text(merge))
        : merge.GetArrayLength() == 2 ? (FileElements.Text(merge[0]), FileElements.Text(merge[1])) : throw new FormatException($"its merge {FileElements.Brief(merge)} is not of two tokens");
}
