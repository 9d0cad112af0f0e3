using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a parquet file: columns are read a row group at a time and put together into objects.</summary>
internal static class ParquetRows
{
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = await GuardAsync(name, () => ParquetReader.CreateAsync(stream, null, true, cancellationToken)).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            // The reader makes its schema anew for each who asks; columns are known by the fields of one.
            var schema = Guard(name, () => file.Schema);
            for (var group = 0; group < file.RowGroupCount; group++)
            {
                var number = group;
                var (columns, count) = await GuardAsync(name, () => ColumnsAsync(file, schema, number, cancellationToken)).ConfigureAwait(false);
                var bytes = new ArrayBufferWriter<byte>();
                for (var row = 0L; row < count; row++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    bytes.ResetWrittenCount();
                    Guard(name, () => Write(schema, columns, bytes));
                    yield return JsonElement.Parse(bytes.WrittenSpan);
                }
            }
        }
    }

    private static async Task<(Dictionary<DataField, ParquetColumn> Columns, long Count)> ColumnsAsync(
        ParquetReader file, ParquetSchema schema, int number, CancellationToken cancellationToken)
    {
        using var group = file.OpenRowGroupReader(number);
        var columns = new Dictionary<DataField, ParquetColumn>(ReferenceEqualityComparer.Instance);
        foreach (var field in schema.GetDataFields())
        {
            columns[field] = await ParquetValues.ReadAsync(group, field, cancellationToken).ConfigureAwait(false);
        }

        return (columns, group.RowCount);
    }

    private static bool Write(ParquetSchema schema, Dictionary<DataField, ParquetColumn> columns, ArrayBufferWriter<byte> bytes)
    {
        using var json = new Utf8JsonWriter(bytes);
        var assembler = new ParquetAssembler(columns, json);
        json.WriteStartObject();
        foreach (var field in schema.Fields)
        {
            json.WritePropertyName(field.Name);
            assembler.Write(field);
        }

        json.WriteEndObject();
        return true;
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not DatasetException)
        {
            throw NotReadable(name, error);
        }
    }

    private static async Task<T> GuardAsync<T>(string name, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or DatasetException))
        {
            throw NotReadable(name, error);
        }
    }

    private static DatasetException NotReadable(string name, Exception error) =>
        new($"{name}: not readable as parquet ({error.Message}).", error);
}
