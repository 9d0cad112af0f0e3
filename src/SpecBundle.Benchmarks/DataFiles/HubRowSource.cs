using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Data sets of the Hub, pulled into the cache that every client of the Hub shares; what it has is not downloaded again.</summary>
public sealed class HubRowSource : IRowSource
{
    private readonly HubClient? _hub;
    private readonly PullOptions? _options;
    private readonly IProgress<PullProgress>? _progress;

    /// <summary>Reads from the Hub, through its cache.</summary>
    /// <param name="hub">The Hub's client, which stays the caller's; null for one by the Hub's own variables (<c>HF_HOME</c>, <c>HF_TOKEN</c>, ...).</param>
    /// <param name="options">Connections and time-outs; null for the defaults.</param>
    /// <param name="progress">Told how far a download is; null where nobody wants to know.</param>
    public HubRowSource(HubClient? hub = null, PullOptions? options = null, IProgress<PullProgress>? progress = null) =>
        (_hub, _options, _progress) = (hub, options, progress);

    /// <inheritdoc/>
    /// <exception cref="HubException">The data set can't be read or pulled; its reason says why.</exception>
    /// <exception cref="DatasetException">It has no file for the split.</exception>
    /// <exception cref="InvalidValueException">An option, or a variable of the environment, has a value that can't be used.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var files = await PullAsync(source, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0)
        {
            throw new DatasetException($"{source} has no file on the Hub that is read (jsonl, json, csv, parquet)." + (source.File is { } file ? $" The same rows are at {file}: put them into a folder and name it." : ""));
        }

        foreach (var file in files)
        {
            await foreach (var row in DataFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    private async Task<IReadOnlyList<string>> PullAsync(DatasetSource source, CancellationToken cancellationToken)
    {
        var wanted = new HubFilesRequest
        {
            Repository = source.Repository,
            Kind = HubRepositoryKind.DataSet,
            Choose = paths => SplitFiles.Choose(paths, source),
            IsEnough = static files => SplitFiles.AreWhole(files.Paths),
        };
        using var own = _hub is null ? new HubClient() : null;
        return (await (_hub ?? own!).PullFilesAsync(wanted, _options, _progress, cancellationToken).ConfigureAwait(false)).Paths;
    }
}
