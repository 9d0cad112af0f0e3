using System.Globalization;
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
            var row = JsonElement.Parse(json, Options);
            if (row.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"a row is a JSON object, this is {row.ValueKind}");
            }

            CheckSurrogates(json);
            return row;
        }
        catch (JsonException error)
        {
            throw new FormatException($"not JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    /// <summary>Refuses escapes that are half of a character: no text has them, and a reader that goes on would make another prompt of it.</summary>
    /// <exception cref="FormatException">There is one.</exception>
    public static void CheckSurrogates(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length;)
        {
            var length = 2;
            if (UnitAt(json[at..]) is { } unit && char.IsSurrogate(unit))
            {
                length = char.IsHighSurrogate(unit) && UnitAt(json[(at + 6)..]) is { } low && char.IsLowSurrogate(low) ? 12
                    : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the escape \\u{(int)unit:x4} at {at + 1} is half of a surrogate pair, which is no character"));
            }

            var next = json[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }
    }

    private static char? UnitAt(ReadOnlySpan<byte> json) =>
        json.Length >= 6 && json.StartsWith("\\u"u8) && ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;

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
