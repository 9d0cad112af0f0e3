using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The last member of a line of <c>requests.jsonl</c>: a checksum of the rest of it. A line that was changed by hand, or by
/// a disk, is no measurement.
/// </summary>
internal static class LineChecksum
{
    // Enough against accidents and for telling lines apart; who forges a line can sum it up as well.
    private const int SumBytes = 8;
    private static readonly byte[] Begin = ",\"checksum\":\""u8.ToArray();
    private static readonly byte[] End = "\"}"u8.ToArray();

    private static int Length => Begin.Length + (2 * SumBytes) + End.Length;

    /// <summary>The line of an object, with its line feed.</summary>
    public static byte[] AddTo(ReadOnlySpan<byte> json) => [.. json[..^1], .. Begin, .. Encoding.ASCII.GetBytes(Of(json)), .. End, (byte)'\n'];

    /// <summary>Whether the line is as it was written; null where it has no checksum.</summary>
    public static bool? IsRight(ReadOnlySpan<byte> line)
    {
        var mark = line.Length - Length;
        return mark > 0 && line[mark..].StartsWith(Begin) && line.EndsWith(End)
            ? Of([.. line[..mark], (byte)'}']) == Encoding.ASCII.GetString(line[(mark + Begin.Length)..^End.Length])
            : line.IndexOf(Begin) >= 0 ? false : null;
    }

    /// <summary>A digest by which lines are told apart.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, SumBytes));
}
