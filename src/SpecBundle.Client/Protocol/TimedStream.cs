namespace SpeculativeDecoding;

/// <summary>A stream that notes when each read came back, so that frames are timed by their arrival and not by when somebody looked at them.</summary>
/// <param name="inner">What is read.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="mostBytes">The most that may come before the next <see cref="BeginPiece"/>.</param>
internal sealed class TimedStream(Stream inner, TimeProvider timeProvider, int mostBytes) : ForwardStream
{
    private int _pieceBytes;

    /// <summary>The timestamp of the last read.</summary>
    public long LastRead { get; private set; } = timeProvider.GetTimestamp();

    /// <summary>A piece was taken in whole: what is read from now on is the next one.</summary>
    public void BeginPiece() => _pieceBytes = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Note(await inner.ReadAsync(buffer[..Room(buffer.Length)], cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Note(inner.Read(buffer, offset, Room(count)));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>One byte more than may come tells that it is too much.</summary>
    private int Room(int wanted) => Math.Min(wanted, mostBytes - _pieceBytes + 1);

    private int Note(int read)
    {
        LastRead = timeProvider.GetTimestamp();
        _pieceBytes += read;
        return _pieceBytes <= mostBytes ? read : throw BoundedBody.TooLong(mostBytes);
    }
}
