using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads rows from one file by its extension: <c>.jsonl</c>, <c>.json</c> (an array), <c>.csv</c>, each also with
/// <c>.gz</c>, and <c>.parquet</c>.
/// </summary>
public static class DataFile
{
    private static readonly string[] Plain = [".jsonl", ".ndjson", ".json", ".csv"];

    /// <summary>Whether the name has an extension that can be read.</summary>
    public static bool IsReadable(string fileName) => Kind(fileName) is not null;

    /// <summary>Reads the rows of a file.</summary>
    /// <exception cref="DatasetException">There is no such file, or it is not what its extension says.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = Open(path);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var row in ReadStreamAsync(stream, path, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    /// <summary>Reads the rows of a stream; parquet needs one that can seek. The stream stays open.</summary>
    /// <param name="stream">The bytes, from where it stands.</param>
    /// <param name="fileName">Its name, for the extension and for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">It is not what the extension says.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadStreamAsync(
        Stream stream, string fileName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var unpacked = IsGzip(fileName) ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
        var rows = Kind(fileName) switch
        {
            ".jsonl" or ".ndjson" => JsonLines.ReadAsync(unpacked, fileName, cancellationToken),
            ".json" => JsonArrayFile.ReadAsync(unpacked, fileName, cancellationToken),
            ".csv" => CsvRows.ReadAsync(unpacked, fileName, cancellationToken),
            ".parquet" => ParquetRows.ReadAsync(unpacked, fileName, cancellationToken),
            _ => throw new DatasetException($"{fileName}: rows are read from .jsonl, .json, .csv (each also .gz) and .parquet."),
        };
        try
        {
            await foreach (var row in rows.ConfigureAwait(false))
            {
                yield return row;
            }
        }
        finally
        {
            if (!ReferenceEquals(unpacked, stream))
            {
                await unpacked.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 65_536, FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {error.Message}", error);
        }
    }

    private static bool IsGzip(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string? Kind(string name)
    {
        var extension = Path.GetExtension(IsGzip(name) ? name[..^3] : name).ToLowerInvariant();
        return Plain.Contains(extension) || (extension == ".parquet" && !IsGzip(name)) ? extension : null;
    }
}
