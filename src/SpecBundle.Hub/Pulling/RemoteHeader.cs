using System.Net;
using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>Looks at the beginning of a file of weights on the Hub, without the rest of it.</summary>
internal sealed class RemoteHeader(HubApi api, ResolvedModel model, SemaphoreSlim large)
{
    // Most headers of a draft are within this; of a large shard a second part follows.
    private const int FirstBytes = 64 * 1024;

    // Of headers longer than this one is read at a time, so that memory is bounded whatever they claim.
    private const int ShortHeader = 1_000_000;

    /// <summary>One attempt: a file that can't be looked into now is left alone, and its download says why.</summary>
    public async Task<WeightFile> ReadAsync(HubFile file, CancellationToken cancellationToken)
    {
        var unseen = new WeightFile(file.Path, file.Size, null, null);
        try
        {
            var first = await ReadAsync(file, 0, (int)Math.Min(file.Size, FirstBytes), cancellationToken).ConfigureAwait(false);
            var (length, fault) = SafetensorsHeader.LengthOf(first, file.Size);
            if (fault is not null || WeightFile.IsLong(length))
            {
                return fault is null ? WeightFile.WithLongHeader(file.Path, file.Size, length) : unseen with { Fault = fault };
            }

            using var turn = length > ShortHeader ? await TurnAsync(cancellationToken).ConfigureAwait(false) : null;
            var end = SafetensorsHeader.PrefixBytes + length;
            byte[] rest = end <= first.Length ? [] : await ReadAsync(file, first.Length, end - first.Length, cancellationToken).ConfigureAwait(false);
            byte[] json = [.. first.AsSpan(SafetensorsHeader.PrefixBytes, Math.Min(length, first.Length - SafetensorsHeader.PrefixBytes)), .. rest];
            return WeightFile.Of(file.Path, file.Size, json);
        }
        catch (Exception exception) when (exception is HubException or PassingFailureException or HttpRequestException or IOException or InvalidDataException)
        {
            return unseen;
        }
    }

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await large.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(large);
    }

    private async Task<byte[]> ReadAsync(HubFile file, int from, int count, CancellationToken cancellationToken)
    {
        using var response = await api.OpenAsync(model.Repository, model.State.Commit, file, new RangeHeaderValue(from, from + count - 1), cancellationToken).ConfigureAwait(false);
        using var body = await HubBody.OpenAsync(response, cancellationToken).ConfigureAwait(false);

        // A server that knows no ranges sends all of it: what comes before the part is read over, and the rest left unread.
        var skipped = response.StatusCode == HttpStatusCode.PartialContent ? 0 : from;
        var bytes = new byte[skipped + count];
        await body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return skipped == 0 ? bytes : bytes[skipped..];
    }

    private sealed class Turn(SemaphoreSlim large) : IDisposable
    {
        public void Dispose() => large.Release();
    }
}
