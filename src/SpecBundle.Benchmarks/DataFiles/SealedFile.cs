namespace SpeculativeDecoding.Benchmarks;

/// <summary>The bytes of a file, and then some of our own. It counts what was read of the file, and names it where it can't be read.</summary>
internal sealed class SealedFile(Stream file, string name, byte[] seal) : ForwardStream
{
    private int _sealed;

    /// <summary>The bytes of the file that were read.</summary>
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sealed == 0 && await ReadFileAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            Count += read;
            return read;
        }

        var count = Math.Min(buffer.Length, seal.Length - _sealed);
        seal.AsMemory(_sealed, count).CopyTo(buffer);
        _sealed += count;
        return count;
    }

    private async ValueTask<int> ReadFileAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{name}: {error.Message}", error);
        }
    }
}
