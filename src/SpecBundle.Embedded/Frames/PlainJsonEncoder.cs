using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace SpeculativeDecoding.Embedded;

/// <summary>Escapes what JSON demands and nothing more: quotes, backslashes and control characters.</summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (char)value), '"', '\\']);
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 32 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        var first = span.IndexOfAny(Escaped);
        // A lone surrogate cannot be written as UTF-8; the base class replaces it.
        var surrogate = span.IndexOfAnyInRange('\uD800', '\uDFFF');
        return surrogate < 0 ? first : first < 0 ? surrogate : Math.Min(first, surrogate);
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(EscapedBytes);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var target = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        var letter = unicodeScalar switch
        {
            '"' => '"', '\\' => '\\', '\n' => 'n', '\r' => 'r', '\t' => 't', '\b' => 'b', '\f' => 'f', _ => '\0',
        };
        if (letter != '\0')
        {
            if (bufferLength < 2)
            {
                return false;
            }

            (target[0], target[1], numberOfCharactersWritten) = ('\\', letter, 2);
            return true;
        }

        if (unicodeScalar < 32)
        {
            return target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten);
        }

        return new Rune(unicodeScalar).TryEncodeToUtf16(target, out numberOfCharactersWritten);
    }
}
