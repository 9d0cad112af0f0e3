using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Statistics as a cache stores them: what was counted and measured, and not what follows from it.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestStatistics))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
