using System.Globalization;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A file of a folder that was served.</summary>
/// <param name="Name">Its path inside the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The digest of all its bytes, in hexadecimal digits.</param>
/// <param name="Identity">See <see cref="FileIdentity"/>; null where it must be read again to be known.</param>
internal sealed record ServedFile(string Name, long Bytes, string Sha256, string? Identity)
{
    private const int DigestLength = 64;

    public JsonObject ToJson() => new() { ["name"] = Name, ["bytes"] = Bytes, ["sha256"] = Sha256, ["identity"] = Identity };

    /// <summary>Null for what is none.</summary>
    public static ServedFile? Of(JsonNode? node) =>
        node is JsonObject file && file["name"]?.ToString() is { } name && file["sha256"]?.ToString() is { Length: DigestLength } digest && long.TryParse(file["bytes"]?.ToString(), CultureInfo.InvariantCulture, out var length)
            ? new(name, length, digest, file["identity"]?.ToString())
            : null;
}
