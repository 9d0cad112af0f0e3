using System.Buffers.Binary;

namespace SpeculativeDecoding.TestHub;

/// <summary>Bytes that follow from a seed and an offset, so that large files need neither memory nor disk.</summary>
public static class ContentBytes
{
    public static void Fill(ulong seed, long offset, Span<byte> buffer)
    {
        Span<byte> word = stackalloc byte[8];
        for (var i = 0; i < buffer.Length;)
        {
            var position = offset + i;
            BinaryPrimitives.WriteUInt64LittleEndian(word, Mix(seed + ((ulong)(position / 8) * 0x9E3779B97F4A7C15UL)));
            var skip = (int)(position % 8);
            var count = Math.Min(8 - skip, buffer.Length - i);
            word.Slice(skip, count).CopyTo(buffer[i..]);
            i += count;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
