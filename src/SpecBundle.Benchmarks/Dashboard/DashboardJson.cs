using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ConfidenceIntervalConverter)])]
[JsonSerializable(typeof(DashboardData))]
internal sealed partial class DashboardJson : JsonSerializerContext;
