using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads rows from one file by its extension: <c>.jsonl</c>, <c>.json</c> (an array), <c>.csv</c>, each also with
/// <c>.gz</c>, and <c>.parquet</c>. Text is UTF-8. What can't be read whole and as it is, is an error: a file that was cut,
/// bytes of another encoding, half of a character, two values of one name. A row is at most 128 MB long, and no file brings
/// more than a hundred times its size, 32 MB excepted.
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
        await foreach (var row in ReadRowsAsync(stream, fileName, Kind(fileName), DataLimits.LongestRow, cancellationToken).ConfigureAwait(false))
        {
            yield return row.Json;
        }
    }

    /// <summary>Reads rows of which each is a prompt, with their places.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNamedFreely">Whether a name without an extension that says otherwise stands for JSON Lines, and a pipe of the caller's own for a file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">There is no such file, or it is not what its extension says, or it has more rows than are read.</exception>
    internal static async IAsyncEnumerable<DataRow> ReadPromptRowsAsync(string path, bool isNamedFreely, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = isNamedFreely && IsOwnPipe(path) ? OpenFile(path) : Open(path);
        await using (stream.ConfigureAwait(false))
        {
            var count = 0;
            await foreach (var row in ReadRowsAsync(stream, path, Kind(path) ?? (isNamedFreely ? ".jsonl" : null), DataLimits.LongestPrompt, cancellationToken).ConfigureAwait(false))
            {
                yield return ++count <= DataLimits.MostPrompts ? row
                    : throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{path}: it has more than {DataLimits.MostPrompts:N0} prompts; name a file with fewer."));
            }
        }
    }

    private static async IAsyncEnumerable<DataRow> ReadRowsAsync(Stream stream, string fileName, string? kind, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var counted = new SealedFile(stream, fileName, []);
        var unpacked = IsGzip(fileName) ? new GzipFile(counted, fileName) : (Stream)counted;
        await using (unpacked.ConfigureAwait(false))
        {
            var rows = kind switch
            {
                ".jsonl" or ".ndjson" => JsonLines.ReadAsync(unpacked, fileName, longest, cancellationToken),
                ".json" => JsonArrayFile.ReadAsync(unpacked, fileName, longest, cancellationToken),
                ".csv" => CsvRows.ReadAsync(unpacked, fileName, longest, cancellationToken),
                ".parquet" => ParquetRows.ReadAsync(stream, fileName, longest, cancellationToken),
                _ => throw new DatasetException($"{fileName}: rows are read from .jsonl, .json, .csv (each also .gz) and .parquet."),
            };
            var brought = 0L;
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                brought += row.Bytes;
                yield return DataLimits.IsBomb(brought, stream.CanSeek ? stream.Length : counted.Count) ? throw DataLimits.Bomb(fileName) : row;
            }
        }
    }

    private static FileStream Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException(Directory.Exists(path) ? $"{path}: it is a folder; name a file." : $"{path}: there is no such file.");
        }

        // What has no length is not opened: a pipe might never answer, a device never end.
        var length = LinkedFile.LengthOf(path);
        if (length is 0 or > DataLimits.LongestFile)
        {
            throw new DatasetException(length == 0 ? $"{path}: it is empty, or a pipe or a device rather than a file." : $"{path}: it is larger than {ByteSize.Format(DataLimits.LongestFile)}.");
        }

        return OpenFile(path);
    }

    // What a shell puts in the place of a file: <(...), or its standard input.
    private static bool IsOwnPipe(string path) => path == "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    private static FileStream OpenFile(string path)
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
