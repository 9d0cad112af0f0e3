using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the Hub's JSON. What is missing or of another kind is a <see cref="JsonException"/>: then it is not a Hub that answers.</summary>
internal static class HubAnswers
{
    public static (string Commit, string? CurrentName, bool? IsGated) Repository(JsonElement root)
    {
        var commit = Text(root, "sha");
        return commit is { Length: 40 } && commit.All(char.IsAsciiHexDigit)
            ? (commit, Text(root, "id"), IsGated(root))
            : throw new JsonException("It has no commit.");
    }

    /// <exception cref="HubException">A name would leave the folder of the snapshot.</exception>
    public static IReadOnlyList<HubFile> Files(JsonElement root, HubQuestion question)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("It is no list of files.");
        }

        return [.. root.EnumerateArray().Where(entry => Text(entry, "type") == "file").Select(entry => File(entry, question))];
    }

    private static HubFile File(JsonElement entry, HubQuestion question)
    {
        var path = Text(entry, "path") ?? throw new JsonException("A file has no path.");
        var lfs = entry.TryGetProperty("lfs", out var kept) && kept.ValueKind == JsonValueKind.Object ? kept : (JsonElement?)null;
        var hash = Text(lfs ?? entry, "oid") ?? throw new JsonException("A file has no hash.");
        hash = (hash.StartsWith("sha256:", StringComparison.Ordinal) ? hash["sha256:".Length..] : hash).ToLowerInvariant();
        if (!SafePath.IsInside(path) || !SafePath.IsBlobName(hash))
        {
            throw HubFailure.InvalidFile(
                question.Repository.Name, JsonEncodedText.Encode(path).ToString(), "its name leads out of the folder it is meant for, so it is refused.", "Do not use this repository: no honest one has such names.");
        }

        var size = (lfs ?? entry).TryGetProperty("size", out var number) && number.TryGetInt64(out var bytes) && bytes >= 0
            ? bytes
            : throw new JsonException("A file has no size.");
        return new HubFile(path, size, hash, lfs is not null, Text(entry, "xetHash") is not null);
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
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
