using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What lay in a folder when it was served: every file that a server reads of a model, headers and data.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Files">Its files, by name.</param>
internal sealed record ServedFolder(string Path, IReadOnlyList<ServedFile> Files)
{
    private const int ShortDigest = 12;

    /// <summary>The digest of the files' names and contents.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(file => $"{file.Sha256} {file.Name}")))));

    public JsonObject ToJson() => new() { ["folder"] = Path, ["sha256"] = Sha256, ["files"] = new JsonArray([.. Files.Select(file => (JsonNode)file.ToJson())]) };

    /// <summary>Null for what is none.</summary>
    public static ServedFolder? Of(JsonNode? node) =>
        node is JsonObject folder && folder["files"] is JsonArray files ? new(folder["folder"]?.ToString() ?? "", [.. files.Select(ServedFile.Of).OfType<ServedFile>()]) : null;

    /// <summary>What became of the files since, in words; empty where all are as they were.</summary>
    public IReadOnlyList<string> ChangesSince(ServedFolder earlier)
    {
        var (before, now) = (earlier.Files.ToDictionary(file => file.Name, StringComparer.Ordinal), Files.ToDictionary(file => file.Name, StringComparer.Ordinal));
        return
        [
            .. now.Values.Where(file => before.TryGetValue(file.Name, out var old) && old.Sha256 != file.Sha256).Select(file => $"{file.Name} is another file (SHA-256 {file.Sha256[..ShortDigest]}, before {before[file.Name].Sha256[..ShortDigest]})"),
            .. now.Keys.Except(before.Keys).Select(name => $"{name} is new"),
            .. before.Keys.Except(now.Keys).Select(name => $"{name} is gone"),
        ];
    }
}
