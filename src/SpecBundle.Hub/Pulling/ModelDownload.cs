namespace SpeculativeDecoding;

/// <summary>Brings the files of resolved models into the cache.</summary>
internal sealed class ModelDownload(HubApi api, HubSettings settings, PullOptions options, PullMeter meter)
{
    /// <exception cref="HubException">There is no room for them.</exception>
    public void CheckDisk(IReadOnlyList<ResolvedModel> models)
    {
        var needed = models.Sum(model => model.MissingBytes);
        if (needed > 0 && Disk.Of(settings.CacheFolder)?.AvailableFreeSpace is { } free && free < needed)
        {
            throw HubFailure.DiskFull(models[0].Repository.Name, settings.CacheFolder, needed, free);
        }
    }

    /// <summary>
    /// Downloads what is missing. A branch whose former commit lies whole in the cache names the new one afterwards: until
    /// then the former one serves those who have no network.
    /// </summary>
    /// <param name="models">The models.</param>
    /// <param name="isWhole">Whether these files are all that a server needs, so that a branch may move on to them.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    public async Task RunAsync(IReadOnlyList<ResolvedModel> models, bool isWhole, CancellationToken cancellationToken)
    {
        // Small files first: the index of the weights tells a later run what is missing.
        using var limits = new DownloadLimits(options, settings, meter.Say);
        var work = models.SelectMany(model => model.Files.Select(file => (Model: model, File: file, Meter: new FileMeter(model.Repository.Name, file))))
            .OrderBy(item => item.File.Size).ToList();
        meter.Files = [.. work.Select(item => item.Meter)];
        meter.Say("Downloading");

        // Files with the same bytes one after another: a second one would only wait for the first one's lock.
        var blobs = work.GroupBy(item => (item.Model.Repository, item.File.Hash)).ToList();
        var uses = new List<CacheLock>();
        try
        {
            foreach (var model in models)
            {
                await UseAsync(model, limits.Locks, uses, cancellationToken).ConfigureAwait(false);
            }

            await meter.WhileAsync(
                stopping => Parallel.ForEachAsync(blobs, new ParallelOptions { MaxDegreeOfParallelism = options.MaxConnections, CancellationToken = stopping }, async (blob, token) =>
                {
                    foreach (var (model, file, counted) in blob)
                    {
                        if (model.IsInSnapshot(file))
                        {
                            counted.Found(file.Size);
                        }
                        else
                        {
                            await new BlobDownload(api, model.State, file, model.Layout, limits, counted).RunAsync(token).ConfigureAwait(false);
                        }
                    }
                }),
                cancellationToken).ConfigureAwait(false);
            foreach (var model in models)
            {
                Note(model, isWhole || HasNothingWhole(model));
                Tidy(model, limits.Locks, isWhole);
            }
        }
        finally
        {
            uses.ForEach(use => use.Dispose());
        }
    }

    /// <summary>Keeps others from removing the model until the pull has ended: of a whole one too, which its caller is about to use.</summary>
    private async Task UseAsync(ResolvedModel model, CacheLocks locks, List<CacheLock> uses, CancellationToken cancellationToken)
    {
        try
        {
            if (locks.TryAcquire(model.Layout.UseLock, isShared: true) is not { } use)
            {
                meter.Say($"Waiting for another process that removes {model.Repository.Name}");
                use = await locks.AcquireAsync(model.Layout.UseLock, isShared: true, settings.TimeProvider, cancellationToken).ConfigureAwait(false);
                meter.Say("Downloading");
            }

            uses.Add(use);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && model.IsComplete)
        {
            // A read-only cache: nobody of this machine's users removes anything there.
            return;
        }

        if (!model.IsComplete)
        {
            new CacheWriter(model.Layout, settings.AvoidsLinks).Prepare();
            Note(model, HasNothingWhole(model));
        }
    }

    /// <summary>What others left, or would stumble over. A read-only cache stays as it is.</summary>
    private static void Tidy(ResolvedModel model, CacheLocks locks, bool isWhole)
    {
        try
        {
            var leftovers = new CacheLeftovers(model.Layout, locks);
            leftovers.RemoveCompleted(model.State);
            if (isWhole)
            {
                leftovers.ForgetListing(model.State);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is as usable as it was.
        }
    }

    private static bool HasNothingWhole(ResolvedModel model) => new CacheReader(model.Layout).WholeCommitOf(model.State.Revision) is null;

    /// <summary>What makes the next start quicker, and nothing more: a cache that an administrator filled may be read-only.</summary>
    private void Note(ResolvedModel model, bool movesRef)
    {
        try
        {
            var writer = new CacheWriter(model.Layout, settings.AvoidsLinks);
            if (model.State.Name.Kind == HubRepositoryKind.Model)
            {
                writer.MarkMissing(model.State);
            }

            if (movesRef)
            {
                writer.WriteRef(model.State.Revision, model.State.Commit);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            meter.Say($"The branch {model.State.Revision} can't be noted in {settings.CacheFolder}");
        }
    }
}
