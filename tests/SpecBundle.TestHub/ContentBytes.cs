using System.Buffers.Binary;
using System.Text;

namespace SpeculativeDecoding.TestHub;

/// <summary>Bytes that follow from a seed, a size and an offset, so that large files need neither memory nor disk. They are safetensors files of one tensor, so that they can be served as weights.</summary>
public static class ContentBytes
{
    /// <param name="seed">Decides the bytes.</param>
    /// <param name="size">The length of the whole file.</param>
    /// <param name="offset">Where the buffer begins in it.</param>
    /// <param name="buffer">Is filled.</param>
    public static void Fill(ulong seed, long size, long offset, Span<byte> buffer)
    {
        FillRandom(seed, offset, buffer);
        var start = Start(size);
        if (offset < start.Length)
        {
            start.AsSpan((int)offset, (int)Math.Min(start.Length - offset, buffer.Length)).CopyTo(buffer);
        }
    }

    /// <summary>Length and header; nothing where the file has no room for them.</summary>
    private static byte[] Start(long size)
    {
        const int HeaderLength = 120;
        var data = size - 8 - HeaderLength;
        if (data < 0)
        {
            return [];
        }

        var start = new byte[8 + HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(start, HeaderLength);
        Encoding.ASCII.GetBytes($$$"""{"w":{"dtype":"U8","shape":[{{{data}}}],"data_offsets":[0,{{{data}}}]}}""".PadRight(HeaderLength)).CopyTo(start, 8);
        return start;
    }

    private static void FillRandom(ulong seed, long offset, Span<byte> buffer)
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
