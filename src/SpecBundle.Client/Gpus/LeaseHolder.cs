using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>A line of a lease: who holds it. The app writes what it knows, the watchdog adds the processes.</summary>
internal sealed record LeaseHolder
{
    // Any user of the machine can write it, and it is shown.
    private const int LongestPair = 100;

    public string? Pair { get; init; }

    public DateTimeOffset? Since { get; init; }

    public double? Share { get; init; }

    /// <summary>The watchdog's process.</summary>
    public int? Watchdog { get; init; }

    /// <summary>The server's first process.</summary>
    public int? Server { get; init; }

    /// <summary>Whether one of its processes is there.</summary>
    [JsonIgnore]
    public bool IsAlive => new[] { Watchdog, Server }.Any(process => process is { } id && Directory.Exists(FormattableString.Invariant($"/proc/{id}")));

    public string ToJson() => JsonSerializer.Serialize(this, LeaseHolderJson.Default.LeaseHolder);

    public GpuHolder ToHolder() => new() { ProcessId = Server ?? Watchdog, Pair = Pair is null ? null : Printable.Short(Pair, LongestPair), Since = Since, Share = Share is > 0 and <= 1 ? Share : null };

    /// <summary>The lines that can be read; others are no holders.</summary>
    public static IReadOnlyList<LeaseHolder> ReadAll(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).OfType<LeaseHolder>()];

    private static LeaseHolder? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LeaseHolderJson.Default.LeaseHolder);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LeaseHolder))]
internal sealed partial class LeaseHolderJson : JsonSerializerContext;
