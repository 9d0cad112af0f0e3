namespace SpeculativeDecoding;

/// <summary>
/// Downloads what is missing of a blob from a server that knows no ranges: one body from its begin on, through all parts.
/// Nobody else may be downloading the blob meanwhile.
/// </summary>
internal sealed class WholeDownload(PartialBlob partial, BlobSource source, DownloadLimits limits, PartWriter writer)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await limits.Connections.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await new DownloadAttempts(source, limits, partial).RunAsync(() => partial.Size - partial.Written, OnceAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            limits.Connections.Release();
        }
    }

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        using var body = await BlobBody.OpenAsync(source, null, limits, cancellationToken).ConfigureAwait(false);
        for (var part = 0; part < partial.Parts && partial.Written < partial.Size; part++)
        {
            for (var known = partial.WrittenOf(part); known > 0;)
            {
                var skipped = await body.ReadAsync(known).ConfigureAwait(false);
                writer.Skip(skipped.Length);
                known -= skipped.Length;
            }

            while (partial.LengthOf(part) - partial.WrittenOf(part) is > 0 and var missing)
            {
                writer.Write(part, (await body.ReadAsync(missing).ConfigureAwait(false)).Span);
            }
        }
    }
}
