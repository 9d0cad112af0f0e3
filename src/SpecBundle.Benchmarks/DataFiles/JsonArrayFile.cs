using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a file that holds one JSON array of objects.</summary>
internal static class JsonArrayFile
{
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = JsonSerializer.DeserializeAsyncEnumerable(stream, RowJson.Default.JsonElement, cancellationToken);
        await using var each = rows.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(each, name).ConfigureAwait(false))
        {
            yield return each.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<JsonElement> rows, string name)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw new DatasetException($"{name}: not a JSON array of rows ({error.Message}).", error);
        }
    }
}

/// <summary>What the JSON reader knows of rows without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RowJson : JsonSerializerContext;
