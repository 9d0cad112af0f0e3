using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SpeculativeDecoding;

/// <summary>
/// Reads JSON as Python's reader does, by which servers read it: <c>NaN</c> and <c>Infinity</c> are values there, and so is
/// half of a character that takes two. Here the first two are empty objects, which nobody takes for a number or for absent,
/// and the third is U+FFFD, which no name that is looked for contains.
/// </summary>
internal static class PythonJson
{
    private const int MaxDepth = 256;
    private const int EscapeLength = 6;
    private static readonly string[] Words = ["-Infinity", "Infinity", "NaN"];

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="JsonException">It is no JSON, of Python's kind either, or not UTF-8; the message or the line says what.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new JsonException("it is not UTF-8");
        }

        return JsonElement.Parse(WithoutPeculiarities(bytes) ?? bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    /// <summary>What is wrong with a file that can't be read, in a few words.</summary>
    public static string Objection(JsonException exception) => exception.LineNumber is { } line ? FormattableString.Invariant($"it is not JSON (line {line + 1})") : exception.Message.TrimEnd('.');

    /// <summary>A copy without what only Python reads, byte for byte as long, so that positions in errors stay right; null where there is none of it.</summary>
    private static byte[]? WithoutPeculiarities(ReadOnlySpan<byte> bytes)
    {
        byte[]? copy = null;
        var isString = false;
        for (var index = 0; index < bytes.Length; index++)
        {
            switch (bytes[index])
            {
                case (byte)'"':
                    isString = !isString;
                    break;
                case (byte)'\\' when isString:
                    index += SkipEscape(bytes, index, ref copy);
                    break;
                case (byte)'-' or (byte)'I' or (byte)'N' when !isString:
                    index += ReplaceWord(bytes, index, ref copy);
                    break;
            }
        }

        return copy;
    }

    /// <returns>How many further bytes belong to the word.</returns>
    private static int ReplaceWord(ReadOnlySpan<byte> bytes, int index, ref byte[]? copy)
    {
        foreach (var word in Words)
        {
            if (Ascii.Equals(bytes[index..][..Math.Min(word.Length, bytes.Length - index)], word))
            {
                copy ??= bytes.ToArray();
                copy.AsSpan(index, word.Length).Fill((byte)' ');
                (copy[index], copy[index + word.Length - 1]) = ((byte)'{', (byte)'}');
                return word.Length - 1;
            }
        }

        return 0;
    }

    /// <summary>Reads an escape from its backslash on, and replaces half of a character.</summary>
    /// <returns>How many bytes follow the backslash that belong to it.</returns>
    private static int SkipEscape(ReadOnlySpan<byte> bytes, int index, ref byte[]? copy)
    {
        if (UnitAt(bytes, index) is not { } unit || !char.IsSurrogate(unit))
        {
            return 1;
        }

        if (char.IsHighSurrogate(unit) && UnitAt(bytes, index + EscapeLength) is { } low && char.IsLowSurrogate(low))
        {
            return (2 * EscapeLength) - 1;
        }

        copy ??= bytes.ToArray();
        @"\ufffd"u8.CopyTo(copy.AsSpan(index));
        return EscapeLength - 1;
    }

    /// <summary>The unit of UTF-16 that an escape stands for; null where there is no such escape.</summary>
    private static char? UnitAt(ReadOnlySpan<byte> bytes, int index) =>
        index + EscapeLength <= bytes.Length && bytes[index] == '\\' && bytes[index + 1] == 'u'
        && ushort.TryParse(bytes.Slice(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit : null;
}
