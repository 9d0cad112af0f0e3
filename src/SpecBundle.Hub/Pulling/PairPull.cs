namespace SpeculativeDecoding;

/// <summary>Brings the models of a pair into the cache: resolved, checked, downloaded, verified, linked.</summary>
internal sealed class PairPull(PullWork work, ModelPair pair, PullOptions options)
{
    /// <summary>What the Hub was asked about, by whether it is the target.</summary>
    private readonly Dictionary<bool, ResolvedModel> _resolved = [];

    /// <summary>What the cache alone serves, likewise.</summary>
    private readonly Dictionary<bool, PulledModel> _kept = [];

    /// <summary>What a pull would do.</summary>
    public Task<PullPlan> PlanAsync(CancellationToken cancellationToken) => work.WithinAsync(
        pair.Target.Repository,
        async token =>
        {
            await FindAsync(token).ConfigureAwait(false);
            return new PullPlan
            {
                Models = [.. Planned(isTarget: true), .. Planned(isTarget: false)],
                CacheFolder = work.Settings.CacheFolder,
                FreeBytes = Disk.Of(work.Settings.CacheFolder)?.AvailableFreeSpace,
                Notes = work.Notes,
            };
        },
        cancellationToken);

    /// <summary>The models of the pair, in the cache.</summary>
    public Task<PulledPair> RunAsync(CancellationToken cancellationToken) => work.WithinAsync(
        pair.Target.Repository,
        async token =>
        {
            await FindAsync(token).ConfigureAwait(false);
            IReadOnlyList<ResolvedModel> models = [.. _resolved.OrderByDescending(model => model.Key).Select(model => model.Value)];
            work.Download.CheckDisk(models);
            await work.Download.RunAsync(models, isWhole: true, token).ConfigureAwait(false);
            PulledModel? Pulled(bool isTarget) => _resolved.GetValueOrDefault(isTarget)?.Pulled ?? _kept.GetValueOrDefault(isTarget);
            return new PulledPair { Target = Pulled(isTarget: true), Draft = Pulled(isTarget: false), DownloadedBytes = work.Meter.Downloaded, Notes = work.Notes };
        },
        cancellationToken);

    /// <summary>Finds both models, and checks that they can be served and fit each other.</summary>
    private async Task FindAsync(CancellationToken cancellationToken)
    {
        foreach (var request in ModelRequest.Of(pair, options))
        {
            work.Meter.Say($"Asking about {request.Repository.Name}");
            await FindAsync(request, cancellationToken).ConfigureAwait(false);
        }

        work.Meter.Say("Looking at the weights");
        foreach (var note in await new PairCheck(work.Api, pair, work.Settings.TimeProvider).RunAsync(_resolved, _kept, cancellationToken).ConfigureAwait(false))
        {
            work.Note(note);
        }
    }

    /// <summary>Asks the Hub; where it can't or must not be asked, a complete checkpoint in the cache will do.</summary>
    private async Task FindAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var name = request.Repository.Name;
        var layout = work.LayoutOf(request.Repository);
        var reader = new CacheReader(layout);
        var commit = reader.CommitOf(request.Revision);
        var missing = commit is null ? $"{name} at {request.Revision}" : reader.WhatIsMissing(commit);
        var kept = commit is not null && missing is null
            ? new PulledModel { Repository = name, Commit = commit, Folder = layout.Snapshot(commit), Bytes = FolderSize.Of(layout.Snapshot(commit)) }
            : null;

        // A commit never changes, so there is nothing to ask.
        if (kept is not null && (work.Settings.IsOffline || request.Revision == commit))
        {
            _kept[request.IsTarget] = kept;
            return;
        }

        if (work.Settings.IsOffline)
        {
            throw HubFailure.Offline(name, commit is null ? missing! : $"{missing} of {name}");
        }

        try
        {
            _resolved[request.IsTarget] = await work.ResolveAsync(request.Repository, request.Revision, files => NeededFiles.Of(files, request.Filter), cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (kept is not null && exception.Reason != HubFailureReason.UnsafeHttpClient)
        {
            work.Note($"{name} comes from the cache, at {commit}: {exception.Message}");
            _kept[request.IsTarget] = kept;
        }
    }

    private IEnumerable<PlannedModel> Planned(bool isTarget)
    {
        if (_resolved.TryGetValue(isTarget, out var resolved))
        {
            yield return resolved.Planned;
        }
        else if (_kept.TryGetValue(isTarget, out var kept))
        {
            yield return new PlannedModel { Repository = kept.Repository, Commit = kept.Commit, FileCount = Directory.GetFiles(kept.Folder).Length, TotalBytes = kept.Bytes };
        }
    }
}
