using System.Buffers;

namespace SpeculativeDecoding.Templates;

/// <summary>What a template wrote so far, in a rented buffer.</summary>
internal sealed class TemplateOutput(RenderContext context) : IDisposable
{
    private char[] _buffer = ArrayPool<char>.Shared.Rent(1024);
    private int _length;

    public void Append(string text)
    {
        if (text.Length > _buffer.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    public override string ToString() => new(_buffer, 0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Grow(int by)
    {
        context.Check((long)_length + by);
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + by));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
