using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Data sets of the Hub, fetched into the cache that every client of the Hub shares; what it has is not fetched again.</summary>
public sealed class HubRowSource : IRowSource
{
    private readonly HubSettings _settings;
    private readonly PullOptions _options;
    private readonly IProgress<PullProgress>? _progress;

    /// <summary>By the Hub's own variables (<c>HF_HOME</c>, <c>HF_TOKEN</c>, ...) and the options.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told how far a download is.</param>
    /// <exception cref="HubSettingsException">A variable of the environment is wrong.</exception>
    public HubRowSource(PullOptions? options = null, IProgress<PullProgress>? progress = null)
        : this(HubSettings.Read(Environment.GetEnvironmentVariable), options, progress)
    {
    }

    internal HubRowSource(HubSettings settings, PullOptions? options = null, IProgress<PullProgress>? progress = null) =>
        (_settings, _options, _progress) = (settings, options ?? new PullOptions(), progress);

    /// <inheritdoc/>
    /// <exception cref="HubException">The data set can't be read or fetched; the type says why.</exception>
    /// <exception cref="DatasetException">It has no file for the split.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        IReadOnlyList<string> files;
        using (var puller = new Puller(_options, _settings, _progress))
        {
            files = await puller.PullDatasetAsync(source.Repository, paths => SplitFiles.Choose(paths, source), SplitFiles.AreWhole, cancellationToken).ConfigureAwait(false);
        }

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
}
