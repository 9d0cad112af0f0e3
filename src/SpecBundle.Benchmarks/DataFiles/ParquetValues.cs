using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads parquet columns by type and writes their values as JSON: binary as base64, times as ISO 8601. Every type is
/// named here, so that ahead-of-time compilation knows it; the reader's own way to find it is by reflection.
/// </summary>
internal static class ParquetValues
{
    public static Task<ParquetColumn> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        var type = field.ClrType;
        return
            type == typeof(ReadOnlyMemory<char>) ? Read<ReadOnlyMemory<char>>((json, text) => json.WriteStringValue(text.Span))
            : type == typeof(ReadOnlyMemory<byte>) ? Read<ReadOnlyMemory<byte>>((json, binary) => json.WriteBase64StringValue(binary.Span))
            : type == typeof(bool) ? Read<bool>((json, flag) => json.WriteBooleanValue(flag))
            : type == typeof(sbyte) ? Read<sbyte>((json, number) => json.WriteNumberValue(number))
            : type == typeof(byte) ? Read<byte>((json, number) => json.WriteNumberValue(number))
            : type == typeof(short) ? Read<short>((json, number) => json.WriteNumberValue(number))
            : type == typeof(ushort) ? Read<ushort>((json, number) => json.WriteNumberValue(number))
            : type == typeof(int) ? Read<int>((json, number) => json.WriteNumberValue(number))
            : type == typeof(uint) ? Read<uint>((json, number) => json.WriteNumberValue(number))
            : type == typeof(long) ? Read<long>((json, number) => json.WriteNumberValue(number))
            : type == typeof(ulong) ? Read<ulong>((json, number) => json.WriteNumberValue(number))
            : type == typeof(float) ? Read<float>((json, number) => WriteReal(json, number))
            : type == typeof(double) ? Read<double>(WriteReal)
            : type == typeof(decimal) ? Read<decimal>((json, number) => json.WriteNumberValue(number))
            : type == typeof(DateTime) ? Read<DateTime>((json, time) => json.WriteStringValue(time))
            : type == typeof(DateOnly) ? Read<DateOnly>((json, day) => json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture)))
            : type == typeof(TimeOnly) ? Read<TimeOnly>((json, time) => json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)))
            : type == typeof(TimeSpan) ? Read<TimeSpan>((json, span) => json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture)))
            : type == typeof(Guid) ? Read<Guid>((json, id) => json.WriteStringValue(id))
            : throw new DatasetException($"The parquet column {field.Path} holds {type.Name}, which is not read.");

        async Task<ParquetColumn> Read<T>(Action<Utf8JsonWriter, T> write) where T : struct
        {
            var count = checked((int)(group.GetMetadata(field)?.MetaData?.NumValues ?? 0));
            var values = new T[count];
            var definitions = field.MaxDefinitionLevel > 0 ? new int[count] : null;
            var repetitions = field.MaxRepetitionLevel > 0 ? new int[count] : null;
            if (count > 0)
            {
                await group.ReadRawAsync(field, values.AsMemory(), Levels(definitions), Levels(repetitions), cancellationToken).ConfigureAwait(false);
            }

            return new(field.MaxDefinitionLevel, (json, i) => write(json, values[i]), definitions, repetitions, count);
        }
    }

    /// <summary>No array is no memory; a plain null would convert to an empty one.</summary>
    private static Memory<int>? Levels(int[]? levels) => levels is null ? default(Memory<int>?) : levels.AsMemory();

    /// <summary>JSON has no infinity and no NaN: those are null.</summary>
    private static void WriteReal(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
