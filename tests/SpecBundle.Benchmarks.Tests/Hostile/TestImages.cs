namespace SpeculativeDecoding.Tests;

/// <summary>The beginnings of images of each kind, with something behind them.</summary>
internal static class TestImages
{
    private static readonly byte[] Behind = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

    public static byte[] Png { get; } = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Behind];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, .. Behind];

    public static byte[] Gif { get; } = [.. "GIF89a"u8, .. Behind];

    public static byte[] WebP { get; } = [.. "RIFF"u8, 60, 0, 0, 0, .. "WEBP"u8, .. Behind];

    public static byte[] Bitmap { get; } = [.. "BM"u8, .. new byte[12], 40, 0, 0, 0, .. Behind];
}
