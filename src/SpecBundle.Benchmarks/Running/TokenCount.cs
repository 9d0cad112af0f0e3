namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a server counts while a workload runs, to notice that it worked for others too.</summary>
internal sealed class TokenCount(SpecClient client, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int MostPauses = 20;
    private long? _before;

    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _before = await client.GetGeneratedTokensAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The tokens since the begin; null where the server counts none. A server counts a request after its last frame, so that the count may lag.</summary>
    public async Task<long?> EndAsync(long own, CancellationToken cancellationToken)
    {
        long? counted = null;
        for (var pause = 0; _before is { } before && pause < MostPauses; pause++)
        {
            counted = await client.GetGeneratedTokensAsync(cancellationToken).ConfigureAwait(false) - before;
            if (counted is null || counted >= own)
            {
                break;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return counted;
    }
}
