using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Text of a file as it is, or a reason: a character that is replaced in silence is another prompt.</summary>
internal static class Utf8Text
{
    /// <summary>The text without the byte order mark that some editors write.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>The text of bytes.</summary>
    /// <exception cref="FormatException">They are no UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        Check(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <exception cref="FormatException">They are no UTF-8.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new FormatException(Fault(bytes));
        }
    }

    /// <summary>What is wrong with bytes that are no UTF-8.</summary>
    public static string Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return "it is UTF-16 text, and UTF-8 is read: save the file as that";
        }

        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at == bytes.Length ? "it is no UTF-8" : $"the byte 0x{bytes[at]:X2} at {at + 1} is no UTF-8: save the file as that, if it is Latin-1 or another encoding";
    }
}
