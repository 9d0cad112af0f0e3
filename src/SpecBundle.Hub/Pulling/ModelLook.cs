using System.Collections.Concurrent;

namespace SpeculativeDecoding;

/// <summary>Looks at the weights of a model that is to be pulled: at what the cache has of it there, at the rest on the Hub.</summary>
internal sealed class ModelLook(HubApi api, ResolvedModel model, CheckpointPlace place, CheckpointConfiguration configuration)
{
    private const int Connections = 8;

    // What was not looked at until then is left alone: a look must not take longer than it saves.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    public async Task<CheckpointContents> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var (index, objection) = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        string[] names = [.. model.Files.Select(file => file.Path).Where(path => !path.Contains('/', StringComparison.Ordinal))];
        var chosen = WeightFiles.Chosen(names, index);
        return new()
        {
            Place = place,
            Configuration = configuration,
            Index = index,
            IndexObjection = objection,
            Weights = await LookAsync(chosen, time, cancellationToken).ConfigureAwait(false),
            OtherWeights = WeightFiles.OfOtherFormats(names),
        };
    }

    private async Task<IReadOnlyList<WeightFile>> LookAsync(IReadOnlyList<string> names, TimeProvider time, CancellationToken cancellationToken)
    {
        var seen = new ConcurrentDictionary<string, WeightFile>(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(LongestLook, time);
        using var large = new SemaphoreSlim(1);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = either.Token }, async (name, token) =>
                seen[name] = FileOf(name) is { } file ? LocalPath(file) is { } path ? WeightFile.ReadPath(path, name) : await new RemoteHeader(api, model, large).ReadAsync(file, token).ConfigureAwait(false)
                    : new WeightFile(name, -1, null, null)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The rest stays unseen.
        }

        return [.. names.Select(name => seen.GetValueOrDefault(name) ?? new WeightFile(name, FileOf(name)?.Size ?? -1, null, null))];
    }

    /// <summary>Of all files of the repository: an index may name one that the pull leaves out.</summary>
    private HubFile? FileOf(string name) => model.State.Files.FirstOrDefault(file => file.Path == name);

    private string? LocalPath(HubFile file) =>
        model.IsInSnapshot(file) ? model.Layout.File(model.State.Commit, file.Path) : model.IsPresent(file) ? model.Layout.Blob(file.Hash) : null;

    private async Task<(WeightIndex? Value, string? Objection)> ReadIndexAsync(CancellationToken cancellationToken)
    {
        if (model.Files.FirstOrDefault(file => file.Path == WeightIndex.FileName) is not { } file)
        {
            return (null, null);
        }

        return file.Size > WeightIndex.Longest ? (null, WeightIndex.TooLong)
            : WeightIndex.Parse(LocalPath(file) is { } path
                ? ModelFile.Read(path, WeightIndex.Longest)
                : await api.ReadAsync(model.Repository, model.State.Commit, file, cancellationToken).ConfigureAwait(false));
    }
}
