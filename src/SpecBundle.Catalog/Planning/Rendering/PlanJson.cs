using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>The JSON form of a plan, which scripts rely on.</summary>
internal sealed record PlanJson(string Program, IReadOnlyList<ArgumentJson> Arguments, IReadOnlyDictionary<string, string> Environment);

internal sealed record ArgumentJson(string Value, string Reason, string Source);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlanJson))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
