using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the JSON files of reports have in common.</summary>
internal static class ReportJson
{
    /// <summary>One object with text as it is, in every script: it goes to a file, not into a web page.</summary>
    public static string Write(Action<Utf8JsonWriter> members) => JsonText.Write(members, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\n";

    /// <summary>A number that a reader of another language takes for a floating one: 1.0, not 1.</summary>
    public static void WriteFloat(this Utf8JsonWriter writer, string name, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        writer.WritePropertyName(name);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    public static void WriteInterval(this Utf8JsonWriter writer, string name, ConfidenceInterval? interval)
    {
        if (interval is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumberOrNull("estimate", known.Estimate);
        writer.WriteNumberOrNull("low", known.Low);
        writer.WriteNumberOrNull("high", known.High);
        writer.WriteEndObject();
    }
}
