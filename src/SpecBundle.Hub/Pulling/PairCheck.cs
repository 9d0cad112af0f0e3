namespace SpeculativeDecoding;

/// <summary>What would fail late otherwise: a license not accepted, a draft made for another target, weights that can't be served.</summary>
internal sealed class PairCheck(HubApi api, ModelPair pair, TimeProvider time)
{
    private readonly Dictionary<bool, (string Name, CheckpointConfiguration Configuration)> _found = [];
    private readonly List<string> _notes = [];

    /// <summary>Reads both configurations and the beginnings of the weights, of fresh models from the Hub where the cache lacks them.</summary>
    /// <param name="fresh">What the Hub was asked about, by whether it is the target.</param>
    /// <param name="kept">What the cache alone serves, likewise.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What to know of the pair.</returns>
    /// <exception cref="HubException">A configuration can't be read.</exception>
    /// <exception cref="PairMismatchException">They do not fit.</exception>
    /// <exception cref="CheckpointException">One of them can't be served.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyDictionary<bool, ResolvedModel> fresh, IReadOnlyDictionary<bool, PulledModel> kept, CancellationToken cancellationToken)
    {
        foreach (var (isTarget, model) in fresh)
        {
            _found[isTarget] = (model.Repository.Name, Parse(model.Repository.Name, await ReadAsync(model, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var (isTarget, model) in kept)
        {
            _found[isTarget] = (model.Repository, Parse(model.Repository, Read(model.Repository, Path.Combine(model.Folder, CheckpointConfiguration.FileName))));
        }

        // Where nothing was asked for, nothing is judged: folders are judged by the plan, which knows what else the user says of them.
        if (_found.Count == 0)
        {
            return _notes;
        }

        CheckFit(fresh.ContainsKey(false) ? CheckpointOrigin.Hub : kept.ContainsKey(false) ? CheckpointOrigin.Cache : CheckpointOrigin.Folder);
        foreach (var (isTarget, model) in fresh.OrderByDescending(model => model.Key))
        {
            Judge(await new ModelLook(api, model, Place(isTarget, CheckpointOrigin.Hub), _found[isTarget].Configuration).RunAsync(time, cancellationToken).ConfigureAwait(false), isTarget);
        }

        foreach (var (isTarget, model) in kept.OrderByDescending(model => model.Key))
        {
            Judge(CheckpointContents.Read(Place(isTarget, CheckpointOrigin.Cache), model.Folder), isTarget);
        }

        return _notes;
    }

    private void CheckFit(CheckpointOrigin originOfDraft)
    {
        // One of the two may lie in a folder of its own. What is wrong with that one the plan says.
        foreach (var (isTarget, name) in new[] { (true, pair.Target.Repository), (false, pair.Draft?.Repository) })
        {
            if (name is not null && ModelName.IsFolder(name) && CheckpointConfiguration.Read(ModelName.FolderOf(name)).Value is { } configuration)
            {
                _found[isTarget] = (name, configuration);
            }
        }

        // A target that is a draft is told by the look at its files.
        if (!_found.TryGetValue(false, out var draft) || (_found.TryGetValue(true, out var target) && DraftReading.DescriptionOfDraft(target.Configuration) is not null))
        {
            return;
        }

        var verdict = DraftVerdict.Of(new CheckpointPlace("draft", draft.Name, originOfDraft), draft.Configuration, target.Configuration, pair.Draft?.Algorithm);
        if (verdict.Unsupported is { } unsupported)
        {
            throw new CheckpointException(draft.Name, [unsupported]);
        }

        if (verdict.Mismatches.Count > 0)
        {
            throw new PairMismatchException(pair.Target.Repository, draft.Name, verdict.Mismatches);
        }

        if (target.Configuration is not null && DraftFit.ContextNote(target.Configuration, draft.Configuration) is { } shorter)
        {
            _notes.Add(shorter);
        }

        _notes.AddRange(verdict.Notes);
    }

    private void Judge(CheckpointContents contents, bool isTarget)
    {
        var (problems, notes) = CheckpointCheck.Of(contents, isTarget);
        if (problems.Count > 0)
        {
            throw new CheckpointException(contents.Place.Name, problems);
        }

        _notes.AddRange(notes);
    }

    private CheckpointPlace Place(bool isTarget, CheckpointOrigin origin) => new(isTarget ? "target" : "draft", _found[isTarget].Name, origin);

    private async Task<byte[]> ReadAsync(ResolvedModel model, CancellationToken cancellationToken)
    {
        var name = model.Repository;
        var file = model.Files.FirstOrDefault(file => file.Path == CheckpointConfiguration.FileName) ?? throw HubFailure.FileNotFound(name.Name, model.State.Revision, CheckpointConfiguration.FileName);
        if (file.Size > CheckpointConfiguration.Longest)
        {
            throw HubFailure.InvalidFile(name.Name, CheckpointConfiguration.FileName, $"it is larger than {CheckpointConfiguration.Longest / 1_000_000} MB.", "Name another revision, or another repository.");
        }

        return model.IsInSnapshot(file)
            ? Read(name.Name, model.Layout.File(model.State.Commit, file.Path))
            : await api.ReadAsync(name, model.State.Commit, file, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Read(string repository, string path)
    {
        try
        {
            return ModelFile.Read(path, CheckpointConfiguration.Longest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HubFailure.InvalidFile(repository, CheckpointConfiguration.FileName, exception.Message.TrimEnd('.') + ".", $"Remove it from the cache and pull it again: HubClient.RemoveCachedModels([\"{repository}\"]).");
        }
    }

    private static CheckpointConfiguration Parse(string repository, byte[] bytes)
    {
        var (configuration, objection) = CheckpointConfiguration.Parse(bytes);
        return configuration ?? throw HubFailure.InvalidFile(repository, CheckpointConfiguration.FileName, objection + ".", "The repository is damaged: name another revision.");
    }
}
