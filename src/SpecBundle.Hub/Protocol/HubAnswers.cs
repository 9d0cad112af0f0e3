using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the Hub's JSON. What is missing or of another kind is a <see cref="JsonException"/>: then it is not a Hub that answers.</summary>
internal static class HubAnswers
{
    public static (string Commit, string? CurrentName, bool? IsGated) Repository(JsonElement root)
    {
        var commit = Text(root, "sha");
        return commit is { Length: 40 } && commit.All(char.IsAsciiHexDigit)
            ? (commit, Text(root, "id") is { } name && OptionRules.IsRepository(name) ? name : null, IsGated(root))
            : throw new JsonException("It has no commit.");
    }

    /// <summary>The files of a page, those that can't be on this machine too.</summary>
    public static IReadOnlyList<HubFile> Files(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("It is no list of files.");
        }

        return [.. root.EnumerateArray().Where(entry => Text(entry, "type") == "file").Select(File)];
    }

    private static HubFile File(JsonElement entry)
    {
        // A path that is no text is a file that can't be here, like others, and no reason to refuse the list.
        var path = entry.TryGetProperty("path", out var name) && name.ValueKind == JsonValueKind.String ? TextOf(name) ?? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(name)).Trim('"').Replace('\\', '\uFFFD') : throw new JsonException("A file has no path.");
        var lfs = entry.TryGetProperty("lfs", out var kept) && kept.ValueKind == JsonValueKind.Object ? kept : (JsonElement?)null;
        var hash = Text(lfs ?? entry, "oid") ?? throw new JsonException("A file has no hash.");
        hash = (hash.StartsWith("sha256:", StringComparison.Ordinal) ? hash["sha256:".Length..] : hash).ToLowerInvariant();
        if (!(lfs ?? entry).TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number)
        {
            throw new JsonException("A file has no size.");
        }

        return new HubFile(path, size.TryGetInt64(out var bytes) ? bytes : -1, hash, lfs is not null, Text(entry, "xetHash") is not null);
    }

    /// <summary><c>false</c>, or how approval is given: <c>"auto"</c>, <c>"manual"</c>.</summary>
    private static bool? IsGated(JsonElement root) => root.TryGetProperty("gated", out var gated)
        ? gated.ValueKind switch
        {
            JsonValueKind.False => false,
            JsonValueKind.String or JsonValueKind.True => true,
            _ => null,
        }
        : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value) : null;

    /// <summary>Null where it has half of a character, which JSON can name and no text can have.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
