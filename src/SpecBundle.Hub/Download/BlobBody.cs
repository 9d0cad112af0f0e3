using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>The body of a blob on one connection, which may not stay silent for too long.</summary>
internal sealed class BlobBody : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly DownloadLimits _limits;
    private readonly CancellationTokenSource _stall;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);

    private BlobBody(HttpResponseMessage response, Stream body, DownloadLimits limits, CancellationTokenSource stall) =>
        (_response, _body, _limits, _stall) = (response, body, limits, stall);

    /// <summary>Whether it is the part that was asked for; else the server knows no ranges and sends all.</summary>
    public bool IsPart => _response.StatusCode == HttpStatusCode.PartialContent;

    /// <summary>Opens a blob, or a part of it.</summary>
    /// <exception cref="IOException">Another part came than was asked for.</exception>
    public static async Task<BlobBody> OpenAsync(BlobSource source, RangeHeaderValue? range, DownloadLimits limits, CancellationToken cancellationToken)
    {
        var address = await source.LocateAsync(cancellationToken).ConfigureAwait(false);
        var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(TimeLimit.ForTimer(limits.StallTimeout));
        HttpResponseMessage? response = null;
        try
        {
            response = await source.OpenAsync(address, range, stall.Token).ConfigureAwait(false);
            var wanted = range?.Ranges.First().From;
            if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From is { } from && from != wanted)
            {
                throw new IOException($"the server sent bytes from {from} on where {wanted} was asked for");
            }

            return new BlobBody(response, await HubBody.OpenAsync(response, stall.Token).ConfigureAwait(false), limits, stall);
        }
        catch
        {
            response?.Dispose();
            stall.Dispose();
            throw;
        }
    }

    /// <summary>The next bytes, at most so many; they stay until the next call.</summary>
    /// <exception cref="IOException">The body has ended.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long most)
    {
        _stall.CancelAfter(TimeLimit.ForTimer(_limits.StallTimeout));
        var read = await _body.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(most, BufferSize)), _stall.Token).ConfigureAwait(false);
        return read > 0 ? _buffer.AsMemory(0, read) : throw new IOException("the body ended early");
    }

    public void Dispose()
    {
        _body.Dispose();
        _response.Dispose();
        _stall.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
