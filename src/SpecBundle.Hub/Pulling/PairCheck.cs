using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What would fail late otherwise: a license not accepted, a draft made for another target.</summary>
internal sealed class PairCheck(HubApi api)
{
    /// <summary>Reads both configurations, of fresh models from the Hub where the cache lacks them.</summary>
    /// <param name="fresh">What the Hub was asked about, by whether it is the target.</param>
    /// <param name="kept">What the cache alone serves, likewise.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What to know of the pair; null where nothing.</returns>
    /// <exception cref="HubException">A configuration can't be read.</exception>
    /// <exception cref="PairMismatchException">They do not fit.</exception>
    public async Task<string?> RunAsync(IReadOnlyDictionary<bool, ResolvedModel> fresh, IReadOnlyDictionary<bool, PulledModel> kept, CancellationToken cancellationToken)
    {
        var found = new Dictionary<bool, (string Repository, JsonElement Configuration)>();
        foreach (var (isTarget, model) in fresh)
        {
            found[isTarget] = (model.Repository.Name, Parse(model.Repository.Name, await ReadAsync(model, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var (isTarget, model) in kept)
        {
            found[isTarget] = (model.Repository, Parse(model.Repository, await File.ReadAllBytesAsync(Path.Combine(model.Folder, "config.json"), cancellationToken).ConfigureAwait(false)));
        }

        if (!found.TryGetValue(true, out var target) || !found.TryGetValue(false, out var draft))
        {
            return null;
        }

        var mismatches = PairFit.Mismatches(target.Configuration, draft.Configuration);
        return mismatches.Count == 0 ? PairFit.Note(target.Configuration, draft.Configuration) : throw new PairMismatchException(target.Repository, draft.Repository, mismatches);
    }

    private async Task<byte[]> ReadAsync(ResolvedModel model, CancellationToken cancellationToken)
    {
        var name = model.Repository;
        var file = model.Files.FirstOrDefault(file => file.Path == "config.json") ?? throw HubFailure.FileNotFound(name.Name, model.State.Revision, "config.json");
        return model.IsInSnapshot(file)
            ? await File.ReadAllBytesAsync(model.Layout.File(model.State.Commit, file.Path), cancellationToken).ConfigureAwait(false)
            : await api.ReadAsync(name, model.State.Commit, file, cancellationToken).ConfigureAwait(false);
    }

    private static JsonElement Parse(string repository, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw HubFailure.InvalidFile(repository, "config.json", "it is not JSON.", "The repository is damaged: name another revision.", exception);
        }
    }
}
