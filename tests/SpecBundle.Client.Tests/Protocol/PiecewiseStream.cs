namespace SpeculativeDecoding.Tests;

/// <summary>Bytes that come in reads of the given sizes, over and over.</summary>
internal sealed class PiecewiseStream(byte[] bytes, params int[] sizes) : MemoryStream(bytes)
{
    private int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_reads++ % sizes.Length])], cancellationToken);
}
