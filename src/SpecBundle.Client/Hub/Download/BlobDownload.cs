namespace SpeculativeDecoding;

/// <summary>Brings one blob into the cache: locked, resumed, in several parts at once, verified before it becomes visible.</summary>
internal sealed class BlobDownload(HubApi api, RepositoryState repository, HubFile file, CacheLayout layout, DownloadLimits limits, FileMeter meter)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);

        // Another process may have brought it while this one waited.
        if (new CacheReader(layout).HasBlob(file))
        {
            meter.Found(file.Size);
            System.IO.File.Delete(layout.Partial(file.Hash));
            return;
        }

        using var partial = PartialBlob.Open(layout.Partial(file.Hash), file.Size);
        for (var attempt = 1; ; attempt++)
        {
            var hash = await FetchAsync(partial, cancellationToken).ConfigureAwait(false);
            if (hash is null || hash == file.Hash)
            {
                partial.Publish(layout.Blob(file.Hash));
                meter.Complete();
                return;
            }

            // Nothing of it can be trusted. One more attempt, then it is the server's fault.
            partial.Reset();
            meter.StartOver();
            if (attempt == 2)
            {
                throw new HubDownloadException(
                    repository.Name.Name, file.Path, $"its bytes have the hash {hash}, announced was {file.Hash}.", "Something between the Hub and this machine changes files, or the Hub's copy is damaged. HF_ENDPOINT names another mirror.");
            }
        }
    }

    private async Task<BlobLock> LockAsync(CancellationToken cancellationToken)
    {
        var path = layout.Lock(file.Hash);
        if (BlobLock.TryAcquire(path) is { } free)
        {
            return free;
        }

        limits.Say($"Waiting for another process that fetches {file.Path}");
        var acquired = await BlobLock.AcquireAsync(path, limits.Time, cancellationToken).ConfigureAwait(false);
        limits.Say("Fetching");
        return acquired;
    }

    private async Task<string?> FetchAsync(PartialBlob partial, CancellationToken cancellationToken)
    {
        meter.Resume(partial.Written);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hash = Task.Run(() => BlobHash.FollowAsync(partial, file, failed.Token), failed.Token);
        var source = new BlobSource(api, repository, file);
        var connections = Math.Clamp(partial.MissingParts, 1, limits.ConnectionsPerFile);
        var workers = Enumerable.Range(0, connections).Select(_ => FetchPartsAsync(partial, source, failed)).ToList();
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
            return await hash.ConfigureAwait(false);
        }
        catch
        {
            await failed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([hash, .. workers]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // The failure of a worker, rather than the cancellation of the others that follows from it.
            cancellationToken.ThrowIfCancellationRequested();
            throw workers.Select(worker => worker.Exception?.InnerException).FirstOrDefault(exception => exception is not null)
                ?? hash.Exception?.InnerException ?? new OperationCanceledException();
        }
    }

    private async Task FetchPartsAsync(PartialBlob partial, BlobSource source, CancellationTokenSource failed)
    {
        try
        {
            while (partial.Claim() is { } part)
            {
                await limits.Connections.WaitAsync(failed.Token).ConfigureAwait(false);
                try
                {
                    await new PartDownload(partial, part, source, limits, meter).RunAsync(failed.Token).ConfigureAwait(false);
                }
                finally
                {
                    limits.Connections.Release();
                }
            }
        }
        catch when (!failed.IsCancellationRequested)
        {
            await failed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
