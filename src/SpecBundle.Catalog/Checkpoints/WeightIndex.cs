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
    public const int Longest = 50_000_000;

    /// <summary>Why a longer one is not.</summary>
    public const string TooLong = "it is larger than 50 MB";

    // Far more than any released model has; without a bound, an index of short names takes gigabytes.
    private const int MostTensors = 1_000_000;

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
            var files = ReadMap(bytes);
            return files is null ? (null, "it has no weight_map")
                : files.Count == 0 ? (null, "it names no file")
                : files.Values.Distinct().Any(file => !IsInside(file)) ? (null, "it names a file outside of the folder")
                : (new(FileName, files), null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, "it is not JSON");
        }
        catch (OverflowException)
        {
            return (null, FormattableString.Invariant($"it names more than {MostTensors:N0} tensors"));
        }
    }

    /// <summary>The file of each tensor; null where there is no such map. A large model has a hundred thousand tensors, so nothing else is kept.</summary>
    private static Dictionary<string, string>? ReadMap(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Dictionary<string, string>? files = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMap = reader.ValueTextEquals("weight_map"u8);
            reader.Read();
            if (isMap && reader.TokenType == JsonTokenType.StartObject)
            {
                files = ReadFiles(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return files;
    }

    private static Dictionary<string, string> ReadFiles(ref Utf8JsonReader reader)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var tensor = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                file = "";
            }
            else if (!reader.ValueTextEquals(file))
            {
                file = reader.GetString()!;
            }

            files[tensor] = files.Count < MostTensors ? file : throw new OverflowException();
        }

        return files;
    }

    private static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
