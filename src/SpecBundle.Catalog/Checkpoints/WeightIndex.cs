using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The index of weights that lie in several files: the file of each tensor.</summary>
/// <param name="Name">The name of the index.</param>
/// <param name="Files">The file of each tensor, by the tensor's name.</param>
internal sealed record WeightIndex(string Name, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The index of safetensors files.</summary>
    public const string FileName = "model.safetensors.index.json";

    /// <summary>An index larger than this is not read.</summary>
    public const long Longest = 100_000_000;

    // Tables that servers compute themselves; conversions leave them out and keep the old index.
    private static readonly string[] Computed = ["rotary_emb.inv_freq", "attn.masked_bias", "attn.bias"];

    /// <summary>The names of the files.</summary>
    public IReadOnlyList<string> Shards { get; } = [.. Files.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The tensors that none of these files has, and a server needs.</summary>
    public IEnumerable<string> Missing(IReadOnlySet<string> tensors) =>
        Files.Keys.Where(name => !tensors.Contains(name) && !Array.Exists(Computed, end => name.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>Reads the bytes of the index.</summary>
    /// <returns>The index, or why it can't be read.</returns>
    public static (WeightIndex? Value, string? Objection) Parse(byte[] bytes)
    {
        try
        {
            var root = PythonJson.Parse(bytes);
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            {
                return (null, "it has no weight_map");
            }

            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in map.EnumerateObject())
            {
                files[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            }

            return files.Count == 0 ? (null, "it names no file")
                : files.Values.Distinct().FirstOrDefault(file => !IsInside(file)) is not null ? (null, "it names a file outside of the folder")
                : (new(FileName, files), null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, "it is not JSON");
        }
    }

    private static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
