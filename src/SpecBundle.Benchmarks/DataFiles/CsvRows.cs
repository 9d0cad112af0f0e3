using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a CSV file whose first record names the fields. All values are text.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream, leaveOpen: true);
        var reader = new CsvReader(text);
        var header = await NextAsync(reader, name, cancellationToken).ConfigureAwait(false);
        if (header is null)
        {
            yield break;
        }

        while (await NextAsync(reader, name, cancellationToken).ConfigureAwait(false) is { } record)
        {
            if (record is [""] && header.Count > 1)
            {
                continue;
            }

            if (record.Count != header.Count)
            {
                throw new DatasetException($"{name}, line {reader.Line}: {record.Count} fields where the header has {header.Count}.");
            }

            yield return Row(header, record);
        }
    }

    private static JsonElement Row(List<string> header, List<string> record)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            for (var i = 0; i < header.Count; i++)
            {
                json.WriteString(header[i], record[i]);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }

    private static async ValueTask<List<string>?> NextAsync(CsvReader reader, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            throw new DatasetException($"{name}: {error.Message}.", error);
        }
    }
}
