using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a CSV file whose first record names the fields. All values are text.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<DataRow> ReadAsync(
        Stream stream, string name, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new CsvReader(stream, longest);
        var names = await NextAsync(reader, name, DataLimits.MostColumns, cancellationToken).ConfigureAwait(false);
        if (names is null)
        {
            yield break;
        }

        // A name twice would be one value for another. Columns without a name, as a table program leaves them, are nobody's.
        if (names.Where(column => column.Length > 0).GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DatasetException($"{name}, line 1: two columns are called '{Printable.Name(twice.Key)}'.");
        }

        List<JsonEncodedText> columns = [.. names.Select(column => JsonEncodedText.Encode(column))];
        var bytes = new ArrayBufferWriter<byte>();
        while (await NextAsync(reader, name, columns.Count, cancellationToken).ConfigureAwait(false) is { } record)
        {
            if (record is [""] && columns.Count > 1)
            {
                continue;
            }

            if (record.Count != columns.Count)
            {
                throw new DatasetException($"{name}, line {reader.Line}: {record.Count} fields where the header has {columns.Count}.");
            }

            bytes.ResetWrittenCount();
            Write(bytes, columns, record);
            yield return new DataRow(JsonElement.Parse(bytes.WrittenSpan), $"{name}, line {reader.Line}", reader.Line, bytes.WrittenCount);
        }
    }

    private static void Write(ArrayBufferWriter<byte> bytes, List<JsonEncodedText> columns, List<string> record)
    {
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WriteString(columns[i], record[i]);
        }

        json.WriteEndObject();
    }

    private static async ValueTask<List<string>?> NextAsync(CsvReader reader, string name, int mostFields, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(mostFields, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            throw new DatasetException($"{name}, line {reader.Line}: {error.Message}.", error);
        }
    }
}
