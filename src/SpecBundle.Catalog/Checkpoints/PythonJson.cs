using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads JSON as Python's reader does, by which servers read it: <c>NaN</c> and <c>Infinity</c> are numbers there. Here they are no numbers.</summary>
internal static class PythonJson
{
    private const int MaxDepth = 256;
    private static readonly (byte[] Word, byte[] Replacement)[] Words =
    [
        ("-Infinity"u8.ToArray(), "     null"u8.ToArray()),
        ("Infinity"u8.ToArray(), "    null"u8.ToArray()),
        ("NaN"u8.ToArray(), "0e0"u8.ToArray()), // as long as the word, so that positions in errors stay right
    ];

    /// <exception cref="JsonException">It is no JSON, of Python's kind either.</exception>
    public static JsonElement Parse(byte[] bytes)
    {
        var options = new JsonDocumentOptions { MaxDepth = MaxDepth };
        try
        {
            using var document = JsonDocument.Parse(bytes, options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            if (WithoutWords(bytes) is not { } plain)
            {
                throw;
            }

            using var document = JsonDocument.Parse(plain, options);
            return document.RootElement.Clone();
        }
    }

    /// <summary>A copy without the words that only Python knows; null where there are none outside of strings.</summary>
    private static byte[]? WithoutWords(byte[] bytes)
    {
        byte[]? copy = null;
        var isString = false;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == '"')
            {
                isString = !isString;
            }
            else if (isString && bytes[index] == '\\')
            {
                index++;
            }
            else if (!isString && (bytes[index] is (byte)'-' or (byte)'I' or (byte)'N'))
            {
                foreach (var (word, replacement) in Words)
                {
                    if (bytes.AsSpan(index).StartsWith(word))
                    {
                        copy ??= [.. bytes];
                        replacement.CopyTo(copy, index);
                    }
                }
            }
        }

        return copy;
    }
}
