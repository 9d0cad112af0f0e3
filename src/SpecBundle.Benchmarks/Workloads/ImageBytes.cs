using System.Buffers.Binary;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Tells images by their content: what a file is called says nothing of what is in it.</summary>
internal static class ImageBytes
{
    /// <summary>A larger image is not read, in bytes.</summary>
    public const int Most = 20_000_000;

    // No image is shorter.
    private const int Least = 32;

    /// <summary>Whether these are a PNG, JPEG, GIF, WebP, BMP or TIFF file.</summary>
    public static bool AreImage(ReadOnlySpan<byte> bytes) => bytes.Length >= Least
        && (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            || bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)
            || (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            || bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)
            || IsBitmap(bytes));

    // Two letters are too few to tell by: the header's own length is among those there are.
    private static bool IsBitmap(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;
}
