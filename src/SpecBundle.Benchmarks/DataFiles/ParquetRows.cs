using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a parquet file: columns are read a row group at a time and put together into objects.</summary>
internal static class ParquetRows
{
    public static async IAsyncEnumerable<DataRow> ReadAsync(
        Stream stream, string name, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var footer = await GuardAsync(name, () => stream.CanSeek ? ParquetFooter.ReadAsync(stream, cancellationToken) : throw new FormatException("it is no file, in which one can seek")).ConfigureAwait(false);
        var file = await GuardAsync(name, () => ParquetReader.CreateAsync(stream, null, true, cancellationToken)).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            // The reader makes its schema anew for each who asks; columns are known by the fields of one.
            var schema = Guard(name, () => file.Schema);
            var rows = 0L;
            for (var group = 0; group < footer.Groups.Count; group++)
            {
                var number = group;
                var columns = await GuardAsync(name, async () =>
                {
                    foreach (var column in footer.Groups[number].Columns)
                    {
                        await ParquetPages.CheckAsync(stream, column, cancellationToken).ConfigureAwait(false);
                    }

                    return await ColumnsAsync(file, schema, number, cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
                var bytes = new ArrayBufferWriter<byte>();
                for (var row = 0L; row < footer.Groups[group].Rows; row++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    bytes.ResetWrittenCount();
                    rows++;
                    yield return Guard(name, () => new DataRow(Row(schema, columns, bytes, longest), $"{name}, row {rows}", rows, bytes.WrittenCount));
                }

                if (columns.Values.Any(column => column.Left != 0))
                {
                    throw NotReadable(name, new FormatException("a column has values beyond its rows"));
                }
            }
        }
    }

    private static async Task<Dictionary<DataField, ParquetColumn>> ColumnsAsync(
        ParquetReader file, ParquetSchema schema, int number, CancellationToken cancellationToken)
    {
        using var group = file.OpenRowGroupReader(number);
        var columns = new Dictionary<DataField, ParquetColumn>(ReferenceEqualityComparer.Instance);
        foreach (var field in schema.GetDataFields())
        {
            columns[field] = await ParquetValues.ReadAsync(group, field, cancellationToken).ConfigureAwait(false);
        }

        return columns;
    }

    private static JsonElement Row(ParquetSchema schema, Dictionary<DataField, ParquetColumn> columns, ArrayBufferWriter<byte> bytes, int longest)
    {
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(schema, columns, json, longest);
        }

        return RowText.Parse(bytes.WrittenSpan);
    }

    private static void Write(ParquetSchema schema, Dictionary<DataField, ParquetColumn> columns, Utf8JsonWriter json, int longest)
    {
        var assembler = new ParquetAssembler(columns, json, longest);
        json.WriteStartObject();
        foreach (var field in schema.Fields)
        {
            json.WritePropertyName(field.Name);
            assembler.Write(field);
        }

        json.WriteEndObject();
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
        new($"{name}: not readable as parquet ({FaultText.Of(error)}).", error);
}
