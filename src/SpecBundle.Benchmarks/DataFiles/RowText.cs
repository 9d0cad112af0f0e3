using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Makes a row of its JSON text, or says what is wrong with it.</summary>
internal static class RowText
{
    // Shorter rows can't have too many values.
    private const int ShortRow = 2 * DataLimits.MostValues;
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <exception cref="FormatException">It is no object, or no text that can be read whole.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            CheckSize(json);
            JsonEscapes.Check(json);
            var row = JsonElement.Parse(json, Options);
            return row.ValueKind == JsonValueKind.Object ? row : throw new FormatException($"a row is a JSON object, this is {row.ValueKind}");
        }
        catch (JsonException error)
        {
            throw new FormatException($"not JSON ({FaultText.Of(error)})", error);
        }
    }

    private static void CheckSize(ReadOnlySpan<byte> json)
    {
        if (json.Length <= ShortRow)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        for (var values = 0; reader.Read();)
        {
            if (++values > DataLimits.MostValues)
            {
                throw new FormatException($"it has more than {DataLimits.MostValues} values");
            }
        }
    }
}
