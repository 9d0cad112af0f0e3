using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Brings the models of a pair into the cache: resolved, checked, fetched, verified, linked.</summary>
internal sealed class Puller : IDisposable
{
    private readonly PullOptions _options;
    private readonly HubSettings _settings;
    private readonly HubTransport _transport;
    private readonly HubApi _api;
    private readonly PullMeter _meter;
    private readonly List<string> _notes = [];

    public Puller(PullOptions options, IProgress<PullProgress>? progress = null)
        : this(options, HubSettings.Read(Environment.GetEnvironmentVariable), progress)
    {
    }

    public Puller(PullOptions options, HubSettings settings, IProgress<PullProgress>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        (_options, _settings, _meter) = (options, settings.With(options), new PullMeter(progress, options.TimeProvider));
        _transport = new HubTransport(_settings, options.TimeProvider, wait => _meter.Say($"The Hub asks to wait {wait.TotalSeconds:0} s"));
        _api = new HubApi(_transport);
    }

    public async Task<PullPlan> PlanAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        var requests = ModelRequest.Of(pair, _options);
        if (_settings.IsOffline && requests.Count > 0)
        {
            throw new HubOfflineException(requests[0].Repository.Name, "the list of files, which only the Hub knows");
        }

        var models = new List<ResolvedModel>();
        foreach (var request in requests)
        {
            models.Add(await ResolveAsync(request, cancellationToken).ConfigureAwait(false));
        }

        await CheckAsync(models, cancellationToken).ConfigureAwait(false);
        return new PullPlan([.. models.Select(model => model.Planned)], _settings.CacheFolder, Disk.Of(_settings.CacheFolder)?.AvailableFreeSpace);
    }

    public async Task<PulledPair> PullAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.Timeout is { } limit)
        {
            timeout.CancelAfter(limit);
        }

        try
        {
            return await PullWithinAsync(pair, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HubCacheException(_settings.CacheFolder, exception.Message, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubDownloadException(
                pair.Target.Repository, "the pair", $"not complete after {_options.Timeout!.Value.TotalSeconds:0} s.", "What arrived is kept: pull again to go on, or allow more time.");
        }
    }

    /// <summary>The files of the target's tokenizer alone.</summary>
    /// <returns>The folder they lie in.</returns>
    public async Task<string> PullTokenizerAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        var request = new ModelRequest(RepositoryName.Model(pair.Target.Repository), _options.TargetRevision, NeededFiles.OfTokenizers, IsTarget: true);
        var layout = new CacheLayout(_settings.CacheFolder, request.Repository);
        var kept = new CacheReader(layout).CommitOf(request.Revision) is { } commit && ModelTokenizer.CanLoad(layout.Snapshot(commit)) ? layout.Snapshot(commit) : null;
        if (kept is not null && (_settings.IsOffline || request.Revision.Length == 40))
        {
            return kept;
        }

        if (_settings.IsOffline)
        {
            throw new HubOfflineException(pair.Target.Repository, $"the tokenizer of {pair.Target.Repository}");
        }

        try
        {
            var model = await ResolveAsync(request, cancellationToken).ConfigureAwait(false);
            await FetchAsync([model], cancellationToken).ConfigureAwait(false);
            return layout.Snapshot(model.State.Commit);
        }
        catch (HubUnreachableException) when (kept is not null)
        {
            return kept;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HubCacheException(_settings.CacheFolder, exception.Message, exception);
        }
    }

    public void Dispose() => _transport.Dispose();

    private async Task<PulledPair> PullWithinAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        var fresh = new List<ResolvedModel>();
        var cached = new Dictionary<bool, PulledModel>();
        foreach (var request in ModelRequest.Of(pair, _options))
        {
            _meter.Say($"Asking about {request.Repository.Name}");
            if (await FromCacheAsync(request, fresh, cancellationToken).ConfigureAwait(false) is { } model)
            {
                cached[request.IsTarget] = model;
            }
        }

        await CheckAsync(fresh, cancellationToken).ConfigureAwait(false);
        CheckDisk(fresh);
        await FetchAsync(fresh, cancellationToken).ConfigureAwait(false);
        PulledModel? Find(bool isTarget) => fresh.FirstOrDefault(model => model.Request.IsTarget == isTarget)?.Pulled ?? cached.GetValueOrDefault(isTarget);
        return new PulledPair(Find(isTarget: true), Find(isTarget: false), _meter.Fetched, [.. _notes]);
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

    /// <summary>What would fail late otherwise: a licence not accepted, a draft for another target.</summary>
    private async Task CheckAsync(List<ResolvedModel> models, CancellationToken cancellationToken)
    {
        var configurations = new Dictionary<bool, JsonDocument>();
        foreach (var model in models)
        {
            if (model.Files.FirstOrDefault(file => file.Path == "config.json") is not { } configuration)
            {
                throw new HubFileNotFoundException(model.Request.Repository.Name, model.State.Revision, "config.json");
            }

            var bytes = model.IsInSnapshot(configuration)
                ? await File.ReadAllBytesAsync(model.Layout.File(model.State.Commit, configuration.Path), cancellationToken).ConfigureAwait(false)
                : await _api.ReadAsync(model.Request.Repository, model.State.Commit, configuration, cancellationToken).ConfigureAwait(false);
            try
            {
                configurations[model.Request.IsTarget] = JsonDocument.Parse(bytes);
            }
            catch (JsonException exception)
            {
                throw new HubDownloadException(model.Request.Repository.Name, "config.json", "it is not JSON.", "The repository is damaged: name another revision.", exception);
            }
        }

        if (configurations.TryGetValue(true, out var target) && configurations.TryGetValue(false, out var draft))
        {
            var mismatches = PairFit.Mismatches(target.RootElement, draft.RootElement);
            if (mismatches.Count > 0)
            {
                throw new PairMismatchException(models[0].Request.Repository.Name, models[1].Request.Repository.Name, mismatches);
            }

            if (PairFit.Note(target.RootElement, draft.RootElement) is { } note)
            {
                _notes.Add(note);
            }
        }
    }

    private void CheckDisk(List<ResolvedModel> models)
    {
        var needed = models.Sum(model => model.MissingBytes);
        if (needed > 0 && Disk.Of(_settings.CacheFolder)?.AvailableFreeSpace is { } free && free < needed)
        {
            throw new HubDiskFullException(models[0].Request.Repository.Name, _settings.CacheFolder, needed, free);
        }
    }

    private async Task FetchAsync(List<ResolvedModel> models, CancellationToken cancellationToken)
    {
        // Small files first: the index of the weights tells a later run what is missing.
        using var limits = new DownloadLimits(_options.Connections, _settings.StallTimeout, _options.TimeProvider, _settings.CacheFolder, message => _meter.Message = message);
        var work = models.SelectMany(model => model.Files.Select(file => (Model: model, File: file, Meter: new FileMeter(model.Request.Repository.Name, file))))
            .OrderBy(item => item.File.Size).ToList();
        _meter.Files = [.. work.Select(item => item.Meter)];
        _meter.Message = "Fetching";
        foreach (var model in models)
        {
            var writer = new CacheWriter(model.Layout, _settings.AvoidsLinks);
            writer.Prepare();
            writer.WriteRef(model.State.Revision, model.State.Commit);
            writer.MarkMissing(model.State);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(_options.Connections, 4), CancellationToken = cancellationToken };
        await _meter.WhileAsync(Parallel.ForEachAsync(work, parallel, async (item, token) =>
        {
            if (item.Model.IsInSnapshot(item.File))
            {
                item.Meter.Found(item.File.Size);
                return;
            }

            await new BlobDownload(_api, item.Model.State, item.File, item.Model.Layout, limits, item.Meter).RunAsync(token).ConfigureAwait(false);
            new CacheWriter(item.Model.Layout, _settings.AvoidsLinks).Link(item.Model.State.Commit, item.File);
        })).ConfigureAwait(false);
    }
}
