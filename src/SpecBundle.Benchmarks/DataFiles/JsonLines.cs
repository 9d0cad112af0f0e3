using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a JSON Lines file: one JSON object a line, empty lines passed over.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<DataRow> ReadAsync(
        Stream stream, string name, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new LineReader(stream, longest);
        while (await NextAsync(reader, name, cancellationToken).ConfigureAwait(false) is { } row)
        {
            yield return row;
        }
    }

    private static async ValueTask<DataRow?> NextAsync(LineReader reader, string name, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.Span.ContainsAnyExcept(" \t\r"u8))
                {
                    return new DataRow(RowText.Parse(line.Span), $"{name}, line {reader.Line}", reader.Line, line.Length);
                }
            }

            return null;
        }
        catch (FormatException error)
        {
            throw new DatasetException($"{name}, line {reader.Line}: {error.Message}.", error);
        }
    }
}
