namespace SpeculativeDecoding;

/// <summary>Brings one file into the cache: locked, resumed, in several parts at once, verified before it becomes visible.</summary>
internal sealed class BlobDownload(HubApi api, RepositoryState repository, HubFile file, CacheLayout layout, DownloadLimits limits, FileMeter meter)
{
    private readonly CacheReader _reader = new(layout);
    private readonly CacheWriter _writer = new(layout, limits.AvoidsLinks);

    /// <exception cref="HubException">It can't be downloaded whole, or its bytes are not those that the Hub announced.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!BlobHash.Knows(file))
        {
            throw HubFailure.InvalidFile(repository.Name.Name, file.Path, $"its hash '{file.Hash}' is of a kind that can't be verified.", "HF_ENDPOINT names another mirror.");
        }

        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (IsThere())
        {
            meter.Found(file.Size);
            File.Delete(layout.Partial(file.Hash));
            return;
        }

        using var partial = PartialBlob.Open(layout.Partial(file.Hash), file.Size);
        for (var attempt = 1; ; attempt++)
        {
            var hash = await DownloadAsync(partial, cancellationToken).ConfigureAwait(false);
            if (hash == file.Hash)
            {
                partial.Publish(layout.Blob(file.Hash));
                _writer.Link(repository.Commit, file, mayMove: true);
                meter.Complete();
                return;
            }

            // Nothing of it can be trusted. One more attempt, then it is the server's fault.
            partial.Reset();
            meter.StartOver();
            if (attempt == 2)
            {
                throw HubFailure.DamagedFile(new HubQuestion(repository.Name, repository.Commit, file.Path), $"its bytes have the hash {hash}, announced was {file.Hash}.");
            }
        }
    }

    /// <summary>Another commit has the bytes, or another process brought them while this one waited.</summary>
    private bool IsThere()
    {
        if (_reader.Has(repository.Commit, file))
        {
            return true;
        }

        if (!_reader.HasBlob(file))
        {
            return _writer.CopyTwin(repository, file);
        }

        _writer.Link(repository.Commit, file, mayMove: false);
        return true;
    }

    private async Task<CacheLock> LockAsync(CancellationToken cancellationToken)
    {
        var path = layout.Lock(file.Hash);
        if (limits.Locks.TryAcquire(path) is { } free)
        {
            return free;
        }

        limits.Say($"Waiting for another process that downloads {file.Path}");
        var acquired = await limits.Locks.AcquireAsync(path, isShared: false, limits.Time, cancellationToken).ConfigureAwait(false);
        limits.Say("Downloading");
        return acquired;
    }

    private async Task<string> DownloadAsync(PartialBlob partial, CancellationToken cancellationToken)
    {
        meter.Resume(partial.Written);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hash = Task.Run(() => BlobHash.FollowAsync(partial, file, failed.Token), failed.Token);
        var source = new BlobSource(api, repository, file, failed.Token);
        var writer = new PartWriter(partial, limits, meter);
        var connections = Math.Clamp(partial.MissingParts, 1, limits.ConnectionsPerFile);
        var workers = Enumerable.Range(0, connections).Select(_ => DownloadPartsAsync(partial, source, writer, failed)).ToList();
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
            if (partial.MissingParts > 0)
            {
                await new WholeDownload(partial, source, limits, writer).RunAsync(failed.Token).ConfigureAwait(false);
            }

            return await hash.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await failed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([hash, .. workers]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // The failure of a worker, rather than the cancellation of the others that follows from it.
            cancellationToken.ThrowIfCancellationRequested();
            throw workers.Append(hash).Select(worker => worker.Exception?.InnerException).FirstOrDefault(inner => inner is not null) ?? exception;
        }
    }

    /// <summary>One connection after the other. It ends early where the server knows no ranges.</summary>
    private async Task DownloadPartsAsync(PartialBlob partial, BlobSource source, PartWriter writer, CancellationTokenSource failed)
    {
        try
        {
            while (partial.Claim() is { } part)
            {
                await limits.Connections.WaitAsync(failed.Token).ConfigureAwait(false);
                try
                {
                    await new PartDownload(partial, part, source, limits, writer).RunAsync(failed.Token).ConfigureAwait(false);
                }
                finally
                {
                    limits.Connections.Release();
                }
            }
        }
        catch (RangesIgnoredException)
        {
            // What is missing comes over one connection, once the others have ended.
        }
        catch when (!failed.IsCancellationRequested)
        {
            await failed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
