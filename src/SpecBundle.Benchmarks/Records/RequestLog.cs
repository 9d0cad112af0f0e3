using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The file of a run's requests, <c>requests.jsonl</c>: one JSON object a line, UTF-8, with a checksum of the line. A record is handed to the operating
/// system in one write before <see cref="AppendAsync"/> returns, so that it outlives the process. Safe to call from several
/// threads; a second writer of the same file is refused, by a lock file beside it that ends with the process.
/// </summary>
public sealed class RequestLog : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly FileStream _lock;
    private readonly SemaphoreSlim _turn = new(1);

    private RequestLog(FileStream file, FileStream lockFile, bool wasTorn) => (_file, _lock, WasTorn) = (file, lockFile, wasTorn);

    /// <summary>Whether half a record was cut off when the file was opened.</summary>
    internal bool WasTorn { get; }

    /// <summary>Opens the file for appending, or creates it. A torn last line is cut off: read the file first to see it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; dispose of it.</returns>
    /// <exception cref="IOException">The file cannot be opened, or another process is writing it.</exception>
    public static RequestLog Open(string path)
    {
        var lockFile = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            return new RequestLog(file, lockFile, file.CanSeek ? LogTail.Repair(file) : throw new IOException($"{path} is a pipe or a device rather than a file."));
        }
        catch
        {
            file?.Dispose();
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Appends one record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the wait for the file; a write that has begun is finished.</param>
    /// <returns>A task that ends when the operating system has the line.</returns>
    public async Task AppendAsync(RequestRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var line = LineChecksum.AddTo(JsonSerializer.SerializeToUtf8Bytes(record, RequestJson.Readable.RequestRecord));
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _file.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads a file of records, also one that is being written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The records, what is left of a torn last line, and what else is to be known of the file.</returns>
    /// <exception cref="RequestLogException">A line other than the last is no record, was changed after it was written, or is of a later format.</exception>
    public static async Task<RequestLogContents> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        // What has no length is not opened: a pipe might never answer.
        if (LinkedFile.LengthOf(path) == 0)
        {
            return new RequestLogContents();
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (file.ConfigureAwait(false))
        {
            return await LogLines.ReadAsync(file, path, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the file.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }
}

/// <summary>What a file of request records holds.</summary>
public sealed record RequestLogContents
{
    /// <summary>The records, in the order they were written.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<RequestRecord> Records { get; init; } = [];

    /// <summary>What is left of a last line whose writer died in it; null when the file is whole.</summary>
    /// <value>The default value is null.</value>
    public string? TornLine { get; init; }

    /// <summary>What is to be known before the records are believed, one sentence each: lines that are there twice, that have no checksum, or that are cut off.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
