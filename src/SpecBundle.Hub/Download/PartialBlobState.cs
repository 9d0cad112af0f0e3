using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>What lies behind the bytes of a blob on its way: a mark, the size, and for each part how many of its bytes are written.</summary>
internal static class PartialBlobState
{
    /// <summary>The bytes of a part, which one connection downloads.</summary>
    public const int PartSize = 16 * 1024 * 1024;

    /// <summary>The bytes before the counts.</summary>
    public const int HeadLength = 24;

    private static ReadOnlySpan<byte> Mark => "SPECBNDL1\0\0\0\0\0\0\0"u8;

    public static int PartsOf(long size) => (int)((size + PartSize - 1) / PartSize);

    public static long LengthOf(int part, long size) => Math.Min(PartSize, size - ((long)part * PartSize));

    public static void Write(SafeFileHandle file, long size, ReadOnlySpan<long> written)
    {
        var state = new byte[HeadLength + (written.Length * 8)];
        Mark.CopyTo(state);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(Mark.Length), size);
        for (var part = 0; part < written.Length; part++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(HeadLength + (part * 8)), written[part]);
        }

        FileSizeLimit.Write(file, state, size);
    }

    /// <summary>The counts; null where the state is not whole.</summary>
    public static long[]? Read(SafeFileHandle file, long size)
    {
        var written = new long[PartsOf(size)];
        var state = new byte[HeadLength + (written.Length * 8)];
        if (RandomAccess.GetLength(file) != size + state.Length || RandomAccess.Read(file, state, size) != state.Length
            || !state.AsSpan().StartsWith(Mark) || BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(Mark.Length)) != size)
        {
            return null;
        }

        for (var part = 0; part < written.Length; part++)
        {
            written[part] = BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(HeadLength + (part * 8)));
            if (written[part] < 0 || written[part] > LengthOf(part, size))
            {
                return null;
            }
        }

        return written;
    }

    /// <summary>How many bytes an earlier run brought. Another process may be writing the file: it is only read.</summary>
    /// <returns>0 where it can't be told.</returns>
    public static long WrittenIn(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);

            // The length says how many parts there are: one more part is eight more bytes of state.
            var parts = PartsOf(length);
            return new[] { parts, parts - 1 }.Select(count => length - HeadLength - (count * 8L))
                .Where(size => size >= 0).Select(size => Read(file, size)).FirstOrDefault(written => written is not null)?.Sum() ?? 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
