using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>An interval as [estimate, low, high]; an end that is not finite, which JSON cannot say, as null.</summary>
internal sealed class ConfidenceIntervalConverter : JsonConverter<ConfidenceInterval>
{
    public override ConfidenceInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A dashboard's data is written, never read back.");

    public override void Write(Utf8JsonWriter writer, ConfidenceInterval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in (ReadOnlySpan<double>)[value.Estimate, value.Low, value.High])
        {
            if (double.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }
}
