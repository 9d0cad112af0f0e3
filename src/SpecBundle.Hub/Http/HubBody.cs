using System.IO.Compression;

namespace SpeculativeDecoding;

/// <summary>The body of an answer. Some mirrors compress text although nobody asked.</summary>
internal static class HubBody
{
    public static bool IsCompressed(HttpResponseMessage response) => response.Content.Headers.ContentEncoding.Contains("gzip");

    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return IsCompressed(response) ? new GZipStream(body, CompressionMode.Decompress) : body;
    }
}
