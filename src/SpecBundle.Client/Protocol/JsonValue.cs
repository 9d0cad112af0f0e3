using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the value after a property name. Null is unknown; a value of another type is unknown too, skipped, and told to a <see cref="LeftOut"/>.</summary>
internal static class JsonValue
{
    private const int MostCounts = 4096;

    // Above it a double can't tell a whole number from the next.
    private const double MostExact = 1L << 53;

    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static string? ReadString(ref Utf8JsonReader reader, LeftOut? leftOut = null)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        Leave(ref reader, name, "a text", leftOut);
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

    public static bool? ReadBoolean(ref Utf8JsonReader reader, LeftOut? leftOut = null)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        Leave(ref reader, name, "true or false", leftOut);
        return null;
    }

    public static double? ReadNumber(ref Utf8JsonReader reader, LeftOut? leftOut = null)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Leave(ref reader, name, "a number", leftOut);
        return null;
    }

    /// <summary>A whole number from 0.</summary>
    public static int? ReadCount(ref Utf8JsonReader reader, LeftOut? leftOut = null) => (int?)ReadCount(ref reader, int.MaxValue, leftOut);

    public static long? ReadLongCount(ref Utf8JsonReader reader, LeftOut? leftOut = null) => ReadCount(ref reader, long.MaxValue, leftOut);

    /// <summary>An array of whole numbers from 0; null when any of it is something else.</summary>
    public static int[]? ReadCounts(ref Utf8JsonReader reader, LeftOut? leftOut = null)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Leave(ref reader, name, "a list of counts", leftOut);
            return null;
        }

        var counts = new List<int>(8);
        var valid = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (valid && counts.Count < MostCounts && Whole(ref reader) is >= 0 and <= int.MaxValue and var count)
            {
                counts.Add((int)count);
                continue;
            }

            valid = false;
            reader.Skip();
        }

        if (!valid)
        {
            leftOut?.Add(name, default, "a list of counts");
        }

        return valid ? [.. counts] : null;
    }

    private static long? ReadCount(ref Utf8JsonReader reader, long most, LeftOut? leftOut)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (Whole(ref reader) is >= 0 and var count && count <= most)
        {
            return count;
        }

        Leave(ref reader, name, "a count", leftOut);
        return null;
    }

    /// <summary>A whole number, also one that somebody wrote as a float: <c>1.0</c>.</summary>
    private static long? Whole(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt64(out var number) ? number
        : reader.TryGetDouble(out var real) && double.IsInteger(real) && Math.Abs(real) <= MostExact ? (long)real : null;

    private static void Leave(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string rule, LeftOut? leftOut)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            leftOut?.Add(name, reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? default : reader.ValueSpan, rule);
        }

        reader.Skip();
    }
}
