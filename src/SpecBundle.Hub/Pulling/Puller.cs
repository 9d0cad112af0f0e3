namespace SpeculativeDecoding;

/// <summary>Brings the models of a pair into the cache: resolved, checked, fetched, verified, linked.</summary>
internal sealed class Puller : IDisposable
{
    private readonly PullOptions _options;
    private readonly HubSettings _settings;
    private readonly HubTransport _transport;
    private readonly HubApi _api;
    private readonly PullMeter _meter;
    private readonly ModelDownload _download;
    private readonly List<string> _notes = [];

    public Puller(PullOptions options, IProgress<PullProgress>? progress = null)
        : this(options, HubSettings.Read(Environment.GetEnvironmentVariable), progress)
    {
    }

    public Puller(PullOptions options, HubSettings settings, IProgress<PullProgress>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        (_options, _settings, _meter) = (options, settings.With(options), new PullMeter(progress, options.TimeProvider));
        _transport = new HubTransport(_settings, options.TimeProvider, wait => _meter.SayFor(wait, $"The Hub asks to wait {wait.TotalSeconds:0} s"));
        _api = new HubApi(_transport);
        _download = new ModelDownload(_api, _settings, options, _meter);
    }

    /// <summary>What a pull would do.</summary>
    public Task<PullPlan> PlanAsync(ModelPair pair, CancellationToken cancellationToken) => WithinAsync(
        pair.Target.Repository,
        async token =>
        {
            var (fresh, kept) = await FindAsync(pair, token).ConfigureAwait(false);
            await CheckAsync(fresh, kept, token).ConfigureAwait(false);
            var models = fresh.Select(model => (model.Request.IsTarget, model.Planned))
                .Concat(kept.Select(model => (IsTarget: model.Key, Planned: new PlannedModel(model.Value.Repository, model.Value.Commit, Directory.GetFiles(model.Value.Folder).Length, model.Value.Bytes, 0))));
            return new PullPlan([.. models.OrderBy(model => !model.IsTarget).Select(model => model.Planned)], _settings.CacheFolder, Disk.Of(_settings.CacheFolder)?.AvailableFreeSpace) { Notes = [.. _notes] };
        },
        cancellationToken);

    /// <summary>The models of a pair.</summary>
    public Task<PulledPair> PullAsync(ModelPair pair, CancellationToken cancellationToken) => WithinAsync(
        pair.Target.Repository,
        async token =>
        {
            var (fresh, kept) = await FindAsync(pair, token).ConfigureAwait(false);
            await CheckAsync(fresh, kept, token).ConfigureAwait(false);
            _download.CheckDisk(fresh);
            await _download.RunAsync(fresh, isWhole: true, token).ConfigureAwait(false);
            PulledModel? Find(bool isTarget) => fresh.FirstOrDefault(model => model.Request.IsTarget == isTarget)?.Pulled ?? kept.GetValueOrDefault(isTarget);
            return new PulledPair(Find(isTarget: true), Find(isTarget: false), _meter.Fetched, [.. _notes]);
        },
        cancellationToken);

    /// <summary>The files of the target's tokenizer alone.</summary>
    /// <returns>The folder they lie in.</returns>
    public Task<string> PullTokenizerAsync(ModelPair pair, Func<string, bool> canLoad, CancellationToken cancellationToken) => WithinAsync(
        pair.Target.Repository,
        async token =>
        {
            var request = new ModelRequest(RepositoryName.Model(pair.Target.Repository), _options.TargetRevision, NeededFiles.OfTokenizers, IsTarget: true);
            var layout = new CacheLayout(_settings.CacheFolder, request.Repository);
            var commit = new CacheReader(layout).CommitOf(request.Revision);
            var kept = commit is not null && canLoad(layout.Snapshot(commit)) ? layout.Snapshot(commit) : null;
            if (kept is not null && (_settings.IsOffline || request.Revision == commit))
            {
                return kept;
            }

            if (_settings.IsOffline)
            {
                throw new HubOfflineException(pair.Target.Repository, $"the tokenizer of {pair.Target.Repository}");
            }

            try
            {
                var model = await ResolveAsync(request, token).ConfigureAwait(false);
                await _download.RunAsync([model], isWhole: false, token).ConfigureAwait(false);
                return layout.Snapshot(model.State.Commit);
            }
            catch (HubException) when (kept is not null)
            {
                return kept;
            }
        },
        cancellationToken);

    /// <summary>Files of a data set at its main branch.</summary>
    /// <param name="repository">The data set.</param>
    /// <param name="choose">Which of its paths.</param>
    /// <param name="areWhole">Whether files that the cache has are all that are needed, where the Hub can't be asked.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>The files on this machine; empty where none was chosen.</returns>
    public Task<IReadOnlyList<string>> PullDatasetAsync(
        string repository, Func<IReadOnlyList<string>, IReadOnlyList<string>> choose, Func<IReadOnlyList<string>, bool> areWhole, CancellationToken cancellationToken) => WithinAsync(
        repository,
        async token =>
        {
            var name = RepositoryName.DataSet(repository);
            var layout = new CacheLayout(_settings.CacheFolder, name);
            var kept = new CacheReader(layout).FilesOf("main");
            IReadOnlyList<string> In(string commit, IReadOnlyList<string> paths) => [.. paths.Select(path => layout.File(commit, path))];
            if (_settings.IsOffline)
            {
                return kept is { } cached && areWhole(choose(cached.Paths)) ? In(cached.Commit, choose(cached.Paths)) : throw new HubOfflineException(repository, $"the data set {repository}");
            }

            try
            {
                var state = await _api.ResolveAsync(name, "main", token).ConfigureAwait(false);
                var paths = choose([.. state.Files.Select(file => file.Path)]);
                var wanted = new DownloadFilter { Include = paths, Reason = new("the files of the split", Certainty.Verified, "the repository's list of files") };
                var model = new ResolvedModel(new ModelRequest(name, "main", wanted, IsTarget: false), state, layout);
                _download.CheckDisk([model]);
                await _download.RunAsync([model], isWhole: true, token).ConfigureAwait(false);
                return In(state.Commit, paths);
            }
            catch (HubUnreachableException) when (kept is { } cached && areWhole(choose(cached.Paths)))
            {
                return In(cached.Commit, choose(cached.Paths));
            }
        },
        cancellationToken);

    public void Dispose() => _transport.Dispose();

    /// <summary>The time that the options allow, and no error but typed ones.</summary>
    private async Task<T> WithinAsync<T>(string repository, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout ?? Timeout.InfiniteTimeSpan, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HubCacheException(_settings.CacheFolder, exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HubDownloadException(
                repository, "the pair", $"not complete after {_options.Timeout!.Value.TotalSeconds:0} s.", "What arrived is kept: pull again to go on, or allow more time.", exception);
        }
    }

    private async Task<(List<ResolvedModel> Fresh, Dictionary<bool, PulledModel> Kept)> FindAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        var (fresh, kept) = (new List<ResolvedModel>(), new Dictionary<bool, PulledModel>());
        foreach (var request in ModelRequest.Of(pair, _options))
        {
            _meter.Say($"Asking about {request.Repository.Name}");
            if (await FromCacheAsync(request, fresh, cancellationToken).ConfigureAwait(false) is { } model)
            {
                kept[request.IsTarget] = model;
            }
        }

        return (fresh, kept);
    }

    /// <summary>Asks the Hub; where it can't or must not be asked, a complete checkpoint in the cache will do.</summary>
    private async Task<PulledModel?> FromCacheAsync(ModelRequest request, List<ResolvedModel> fresh, CancellationToken cancellationToken)
    {
        var name = request.Repository.Name;
        var layout = new CacheLayout(_settings.CacheFolder, request.Repository);
        var reader = new CacheReader(layout);
        var commit = reader.CommitOf(request.Revision);
        var missing = commit is null ? $"{name} at {request.Revision}" : reader.WhatIsMissing(commit);
        PulledModel? kept = commit is not null && missing is null
            ? new(name, commit, layout.Snapshot(commit), FolderSize.Of(layout.Snapshot(commit)))
            : null;

        // A commit never changes, so there is nothing to ask.
        if (kept is not null && (_settings.IsOffline || request.Revision == commit))
        {
            return kept;
        }

        if (_settings.IsOffline)
        {
            throw new HubOfflineException(name, commit is null ? missing! : $"{missing} of {name}");
        }

        try
        {
            fresh.Add(await ResolveAsync(request, cancellationToken).ConfigureAwait(false));
            return null;
        }
        catch (HubException exception) when (kept is not null)
        {
            _notes.Add($"{name} comes from the cache, at {commit}: {exception.Message}");
            return kept;
        }
    }

    private async Task<ResolvedModel> ResolveAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var state = await _api.ResolveAsync(request.Repository, request.Revision, cancellationToken).ConfigureAwait(false);
        if (state.WasRenamed)
        {
            _notes.Add($"{request.Repository.Name} is now called {state.CurrentName}.");
        }

        return new ResolvedModel(request, state, new CacheLayout(_settings.CacheFolder, request.Repository));
    }

    private async Task CheckAsync(List<ResolvedModel> fresh, Dictionary<bool, PulledModel> kept, CancellationToken cancellationToken)
    {
        if (await new PairCheck(_api).RunAsync(fresh, kept, cancellationToken).ConfigureAwait(false) is { } note)
        {
            _notes.Add(note);
        }
    }
}
