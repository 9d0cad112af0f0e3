using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads a stream to its end and keeps the start of it.</summary>
internal static class BoundedText
{
    public static async Task<string> ReadAsync(TextReader reader, int most)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            kept.Append(buffer, 0, Math.Min(count, most - kept.Length));
        }

        return kept.ToString();
    }
}
