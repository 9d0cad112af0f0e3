using System.Globalization;
using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Writes the values of parquet columns as JSON: binary as base64, times as ISO 8601.</summary>
internal static class ParquetValues
{
    public static Action<Utf8JsonWriter, int> Writer(DataField field, RawColumnData data) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> text => (json, i) => json.WriteStringValue(text.Values[i].Span),
        RawColumnData<ReadOnlyMemory<byte>> binary => (json, i) => json.WriteBase64StringValue(binary.Values[i].Span),
        RawColumnData<bool> flags => (json, i) => json.WriteBooleanValue(flags.Values[i]),
        RawColumnData<sbyte> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<byte> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<short> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<ushort> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<int> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<uint> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<long> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<ulong> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<float> numbers => (json, i) => WriteReal(json, numbers.Values[i]),
        RawColumnData<double> numbers => (json, i) => WriteReal(json, numbers.Values[i]),
        RawColumnData<decimal> numbers => (json, i) => json.WriteNumberValue(numbers.Values[i]),
        RawColumnData<DateTime> times => (json, i) => json.WriteStringValue(times.Values[i]),
        RawColumnData<DateOnly> days => (json, i) => json.WriteStringValue(days.Values[i].ToString("O", CultureInfo.InvariantCulture)),
        RawColumnData<TimeOnly> times => (json, i) => json.WriteStringValue(times.Values[i].ToString("O", CultureInfo.InvariantCulture)),
        RawColumnData<TimeSpan> spans => (json, i) => json.WriteStringValue(spans.Values[i].ToString("c", CultureInfo.InvariantCulture)),
        RawColumnData<Guid> ids => (json, i) => json.WriteStringValue(ids.Values[i]),
        _ => throw new DatasetException($"The parquet column {field.Path} holds {field.ClrType.Name}, which is not read."),
    };

    /// <summary>JSON has no infinity and no NaN: those are null.</summary>
    private static void WriteReal(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
