namespace SpeculativeDecoding;

/// <summary>Brings chosen files of one repository into the cache.</summary>
internal sealed class FilesPull(PullWork work, HubFilesRequest request)
{
    private readonly RepositoryName _repository = new(request.Kind, request.Repository);

    public Task<PulledFiles> RunAsync(CancellationToken cancellationToken) => work.WithinAsync(
        request.Repository,
        async token =>
        {
            var kept = Kept();
            if (kept is not null && (work.Settings.IsOffline || request.Revision == kept.Commit))
            {
                return kept;
            }

            if (work.Settings.IsOffline)
            {
                throw HubFailure.Offline(request.Repository, $"the files that are wanted of {request.Repository}");
            }

            try
            {
                return await PullAsync(token).ConfigureAwait(false);
            }
            catch (HubException exception) when (kept is not null && exception.Reason != HubFailureReason.UnsafeHttpClient)
            {
                return kept with { Notes = [$"The files of {request.Repository} come from the cache, at {kept.Commit}: {exception.Message}"] };
            }
        },
        cancellationToken);

    private async Task<PulledFiles> PullAsync(CancellationToken cancellationToken)
    {
        work.Meter.Say($"Asking about {request.Repository}");
        IReadOnlyList<string> chosen = [];
        IReadOnlyList<HubFile> Choose(IReadOnlyList<HubFile> files)
        {
            chosen = request.Choose([.. files.Select(file => file.Path)]);
            return [.. files.IntersectBy(chosen, file => file.Path)];
        }

        var model = await work.ResolveAsync(_repository, request.Revision, Choose, cancellationToken).ConfigureAwait(false);
        work.Download.CheckDisk([model]);
        await work.Download.RunAsync([model], isWhole: false, cancellationToken).ConfigureAwait(false);
        return In(model.State.Commit, chosen) with { DownloadedBytes = work.Meter.Downloaded, IsConfirmedByHub = true, Notes = work.Notes };
    }

    /// <summary>What the cache holds; null where that is not enough.</summary>
    private PulledFiles? Kept() =>
        new CacheReader(work.LayoutOf(_repository)).FilesOf(request.Revision) is { } cached && In(cached.Commit, request.Choose(cached.Paths)) is var kept && request.IsEnough(kept)
            ? kept
            : null;

    private PulledFiles In(string commit, IReadOnlyList<string> paths)
    {
        var layout = work.LayoutOf(_repository);
        return new PulledFiles { Repository = request.Repository, Commit = commit, Folder = layout.Snapshot(commit), Paths = [.. paths.Select(path => layout.File(commit, path))] };
    }
}
