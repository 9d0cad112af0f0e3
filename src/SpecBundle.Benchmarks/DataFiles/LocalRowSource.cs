using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Data sets in folders under one root. The folder of a data set is <c>owner/name</c>, <c>owner--name</c>,
/// <c>name</c> or one of <see cref="DatasetSource.LocalNames"/>; its files are laid out as on the Hub
/// (<c>config/split-00000-of-00001.parquet</c>, <c>data/split-*.parquet</c>), as one file for each split
/// (<c>test.jsonl</c>, <c>config/test.csv</c>, <c>config_test.csv</c>), or there is one file alone, under any name but that of
/// another split. A configuration that has siblings must be named by folder or file.
/// </summary>
/// <param name="root">The folder above the data sets.</param>
public sealed class LocalRowSource(string root) : IRowSource
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<JsonElement> ReadAsync(
        DatasetSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (var file in Find(source))
        {
            await foreach (var row in DataFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    /// <summary>Whether there are files for the data set under the root.</summary>
    public bool Has(DatasetSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Folders(source).Any(folder => LocalFiles.Find(folder, source).Count > 0);
    }

    private IReadOnlyList<string> Find(DatasetSource source)
    {
        foreach (var folder in Folders(source))
        {
            if (LocalFiles.Find(folder, source) is { Count: > 0 } files)
            {
                return SplitFiles.AreWhole(files) ? files
                    : throw new DatasetException($"{folder} has {files.Count} of the files of {source}, which is in more by their names (-of-): the rows of the others would be missing.");
            }
        }

        throw new DatasetException($"No file of {source} under {root}. Looked in the folders "
            + string.Join(", ", FolderNames(source)) + $" for {source.Split}.jsonl, .json, .csv or .parquet"
            + (source.Config is null ? "." : $" under {source.Config}/.")
            + (source.RequiresToken ? " The data set is given out on the Hub to accounts that accepted its terms." : ""));
    }

    private IEnumerable<string> Folders(DatasetSource source) =>
        FolderNames(source).Select(name => Path.Combine(root, name)).Where(Directory.Exists);

    private static IEnumerable<string> FolderNames(DatasetSource source)
    {
        var name = source.Repository[(source.Repository.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return new[] { source.Repository, source.Repository.Replace("/", "--", StringComparison.Ordinal), name }
            .Concat(source.LocalNames).Distinct();
    }
}

/// <summary>The files of one split in a data set's folder.</summary>
internal static class LocalFiles
{
    /// <summary>The files in the order of their names; empty when there are none.</summary>
    public static IReadOnlyList<string> Find(string folder, DatasetSource source)
    {
        string?[] places = [null, "data", source.Config];
        try
        {
            return Find(folder, source, places);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{folder}: {error.Message}", error);
        }
    }

    private static IReadOnlyList<string> Find(string folder, DatasetSource source, string?[] places)
    {
        var paths = places.Distinct().Where(place => Directory.Exists(Path.Combine(folder, place ?? "")))
            .SelectMany(place => Directory.EnumerateFiles(Path.Combine(folder, place ?? "")).Select(path => place is null ? Path.GetFileName(path) : $"{place}/{Path.GetFileName(path)}"));
        return [.. SplitFiles.Choose(paths, source).Select(path => Path.Combine(folder, Path.Combine(path.Split('/'))))];
    }
}
