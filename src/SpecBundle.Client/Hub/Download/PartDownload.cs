using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>Fetches one part of a blob over one connection, and goes on where it broke as long as bytes arrive.</summary>
internal sealed class PartDownload(PartialBlob partial, int part, BlobSource source, DownloadLimits limits, FileMeter meter)
{
    private const int BufferSize = 256 * 1024;
    private const int FailuresWithoutProgress = 5;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (partial.WrittenOf(part) < partial.LengthOf(part))
        {
            var before = partial.WrittenOf(part);
            try
            {
                await OnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                failures = partial.WrittenOf(part) > before ? 1 : failures + 1;
                var wait = (exception as PassingFailureException)?.RetryAfter ?? TimeSpan.FromMilliseconds(100 << failures);
                if (failures > FailuresWithoutProgress || wait > HubRetry.LongestWait)
                {
                    throw exception is PassingFailureException { Becomes: HubRateLimitedException limited } ? limited : Broken(exception);
                }

                source.Expire();
                await Task.Delay(wait, limits.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool MayPass(Exception exception) =>
        exception is PassingFailureException or HttpRequestException or IOException or TimeoutException

        // The storage refuses, as it does once a signature has expired.
        or HubUnreachableException { InnerException: null };

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        var begin = ((long)part * PartialBlob.PartSize) + partial.WrittenOf(part);
        var end = ((long)part * PartialBlob.PartSize) + partial.LengthOf(part);
        var wantsRange = begin > 0 || end < partial.Size;
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(limits.StallTimeout);
        try
        {
            using var response = await source.OpenAsync(wantsRange ? new RangeHeaderValue(begin, end - 1) : null, stall.Token).ConfigureAwait(false);
            using var body = await HubBody.OpenAsync(response, stall.Token).ConfigureAwait(false);
            await SkipAsync(response, body, begin, stall).ConfigureAwait(false);
            await CopyAsync(body, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing arrived for {limits.StallTimeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>A server that does not know ranges sends all: what comes before the part is read and thrown away.</summary>
    private async Task SkipAsync(HttpResponseMessage response, Stream body, long begin, CancellationTokenSource stall)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            if (response.Content.Headers.ContentRange?.From is { } from && from != begin)
            {
                throw new IOException($"the server sent bytes from {from} on where {begin} was asked for");
            }

            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var left = begin; left > 0;)
            {
                stall.CancelAfter(limits.StallTimeout);
                var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stall.Token).ConfigureAwait(false);
                left -= read > 0 ? read : throw new IOException("the body ended early");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAsync(Stream body, CancellationTokenSource stall)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (partial.LengthOf(part) - partial.WrittenOf(part) is > 0 and var left)
            {
                stall.CancelAfter(limits.StallTimeout);
                var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stall.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new IOException("the body ended early");
                }

                Write(buffer.AsSpan(0, read));
                meter.Add(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A disk that is full is no failure of the network: trying again would not help.</summary>
    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            partial.Append(part, bytes);
        }
        catch (IOException exception)
        {
            throw new HubCacheException(limits.CacheFolder, exception.Message, exception);
        }
    }

    private HubDownloadException Broken(Exception exception) => new(
        source.Question.Repository.Name,
        source.Question.File!,
        $"the download broke off {FailuresWithoutProgress + 1} times without a new byte ({exception.Message.TrimEnd('.')}).",
        "What arrived is kept: the same command goes on where it stopped.",
        exception);
}
