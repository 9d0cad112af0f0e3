using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Text in UTF-8 that only grows. Spans of it stay valid: a larger array takes over, the old one is left as it is.</summary>
internal sealed class Utf8Buffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span(int start, int end) => _bytes.AsSpan(start, end - start);

    public override string ToString() => Encoding.UTF8.GetString(Span(0, Length));

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    /// <summary>Appends what the inside of a JSON string stands for.</summary>
    /// <exception cref="InvalidOperationException">It stands for no text: half of a surrogate pair.</exception>
    public void AppendUnescaped(ReadOnlySpan<byte> json)
    {
        if (!json.Contains((byte)'\\'))
        {
            Append(json);
            return;
        }

        var quoted = ArrayPool<byte>.Shared.Rent(json.Length + 2);
        try
        {
            quoted[0] = quoted[json.Length + 1] = (byte)'"';
            json.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted.AsSpan(0, json.Length + 2));
            reader.Read();
            Length += reader.CopyString(Room(json.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length + 256));
        }

        return _bytes.AsSpan(Length);
    }
}
