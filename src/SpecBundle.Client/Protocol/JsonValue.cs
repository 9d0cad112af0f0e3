using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the value after a property name. A value of another type is unknown, and skipped: null.</summary>
internal static class JsonValue
{
    private const int MostCounts = 4096;

    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>A text, a number or a truth value as text; null for everything else.</summary>
    public static string? ReadScalar(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType == JsonTokenType.String)
        {
            return ReadString(ref reader);
        }

        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: return Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True: return "true";
            case JsonTokenType.False: return "false";
            default:
                reader.Skip();
                return null;
        }
    }

    public static bool? ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        reader.Skip();
        return null;
    }

    public static double? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }

    public static long? ReadLong(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }

    /// <summary>A whole number from 0.</summary>
    public static int? ReadCount(ref Utf8JsonReader reader) =>
        ReadLong(ref reader) is >= 0 and <= int.MaxValue and var count ? (int)count : null;

    /// <summary>An array of whole numbers from 0; null when any of it is something else.</summary>
    public static int[]? ReadCounts(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var counts = new List<int>(8);
        var valid = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (valid && counts.Count < MostCounts && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count) && count >= 0)
            {
                counts.Add(count);
                continue;
            }

            valid = false;
            reader.Skip();
        }

        return valid ? [.. counts] : null;
    }
}
