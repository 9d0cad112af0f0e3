using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A number of bytes for reading. A gigabyte is 10^9 bytes.</summary>
internal static class ByteSize
{
    public static string Format(long bytes) => bytes switch
    {
        > 0 and < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 100_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
