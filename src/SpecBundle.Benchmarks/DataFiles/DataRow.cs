using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A row, and where it stands in its file.</summary>
/// <param name="Json">An object.</param>
/// <param name="Place">Such as <c>mine.jsonl, line 3</c>.</param>
/// <param name="Bytes">The length of its JSON.</param>
internal readonly record struct DataRow(JsonElement Json, string Place, int Bytes);
