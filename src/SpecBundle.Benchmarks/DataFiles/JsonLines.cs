using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a JSON Lines file: one JSON object a line, empty lines passed over.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, name, number);
            }
        }
    }

    private static JsonElement Parse(string line, string name, int number)
    {
        try
        {
            var row = JsonElement.Parse(line);
            return row.ValueKind == JsonValueKind.Object
                ? row
                : throw new DatasetException($"{name}, line {number}: a row is a JSON object, this is {row.ValueKind}.");
        }
        catch (JsonException error)
        {
            throw new DatasetException($"{name}, line {number}: not JSON ({error.Message}).", error);
        }
    }
}
