using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A row, and where it stands in its file.</summary>
/// <param name="Json">An object.</param>
/// <param name="Place">Such as <c>mine.jsonl, line 3</c>.</param>
/// <param name="Number">Its line, or in a file without lines its number; from 1.</param>
/// <param name="Bytes">The length of its JSON.</param>
internal readonly record struct DataRow(JsonElement Json, string Place, long Number, int Bytes);
