using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the JSON reader knows of rows without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RowJson : JsonSerializerContext;
