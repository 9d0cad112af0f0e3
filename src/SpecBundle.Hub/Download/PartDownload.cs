using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>Downloads one part of a blob over one connection.</summary>
internal sealed class PartDownload(PartialBlob partial, int part, BlobSource source, DownloadLimits limits, PartWriter writer)
{
    private long Missing => partial.LengthOf(part) - partial.WrittenOf(part);

    /// <exception cref="RangesIgnoredException">The server sends all of the blob, whatever is asked for.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        new DownloadAttempts(source, limits, partial).RunAsync(() => Missing, OnceAsync, cancellationToken);

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        var begin = ((long)part * PartialBlob.PartSize) + partial.WrittenOf(part);
        var isAll = begin == 0 && partial.Parts == 1;
        var range = isAll ? null : new RangeHeaderValue(begin, begin + Missing - 1);
        using var body = await BlobBody.OpenAsync(source, range, limits, cancellationToken).ConfigureAwait(false);
        if (!isAll && !body.IsPart)
        {
            throw new RangesIgnoredException();
        }

        while (Missing > 0)
        {
            writer.Write(part, (await body.ReadAsync(Missing).ConfigureAwait(false)).Span);
        }
    }
}
