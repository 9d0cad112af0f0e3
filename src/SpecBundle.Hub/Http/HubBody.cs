using System.IO.Compression;

namespace SpeculativeDecoding;

/// <summary>The body of an answer. Some mirrors compress text although nobody asked.</summary>
internal static class HubBody
{
    private const int FirstBytes = 16 * 1024;

    public static bool IsCompressed(HttpResponseMessage response) => response.Content.Headers.ContentEncoding.Contains("gzip");

    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return IsCompressed(response) ? new GZipStream(body, CompressionMode.Decompress) : body;
    }

    /// <summary>The whole body, unpacked; null where it is longer than <paramref name="most"/> bytes, of which no more is read then.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        using var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
        var bytes = new byte[Math.Min(most + 1, FirstBytes)];
        for (var count = 0; ;)
        {
            var read = await body.ReadAsync(bytes.AsMemory(count), cancellationToken).ConfigureAwait(false);
            count += read;
            if (read == 0)
            {
                return bytes.AsMemory(0, count);
            }

            if (count > most)
            {
                return null;
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, most + 1L));
            }
        }
    }
}
