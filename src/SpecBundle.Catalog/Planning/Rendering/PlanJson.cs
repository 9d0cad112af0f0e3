using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>The JSON form of a plan, which scripts rely on.</summary>
internal sealed record PlanJson(string Program, IReadOnlyList<ArgumentJson> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The GPUs; left out where nobody looked for any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GpusJson? Gpus { get; init; }
}

/// <summary>The GPUs that the server will hold, and why these.</summary>
internal sealed record GpusJson(string Reason, IReadOnlyList<GpuJson> Chosen);

internal sealed record GpuJson(int Index, string? Uuid, string Name, long MemoryBytes, long? FreeMemoryBytes);

internal sealed record ArgumentJson(string Value, string Reason, string Source);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlanJson))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
