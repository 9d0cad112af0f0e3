namespace SpeculativeDecoding.Tests;

/// <summary>A stream that has always more, and counts what was taken.</summary>
internal sealed class EndlessStream : ForwardStream
{
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        buffer.Fill((byte)'y');
        BytesRead += buffer.Length;
        return buffer.Length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
