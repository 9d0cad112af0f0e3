
namespace SpeculativeDecoding.Benchmarks;

/// <summary>Lines of UTF-8 text, none longer than is allowed. Bytes that are no UTF-8 are refused, not replaced.</summary>
/// <param name="stream">The text, with or without a byte order mark.</param>
/// <param name="longest">A line of more bytes is refused.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    private byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the line that was read last is the file's last, and has no line feed: its writer may have been cut off.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The next line without its end, until the one after it is read; null after the last.</summary>
    /// <exception cref="FormatException">The line that <see cref="Line"/> tells is too long, or no UTF-8.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        Line++;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || _ended)
            {
                return Take(found >= 0 ? searched + found : _end - _start, hasEnd: found >= 0);
            }

            searched = _end - _start;
            if (searched > longest)
            {
                throw new FormatException($"it is longer than {ByteSize.Format(longest)}");
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte>? Take(int length, bool hasEnd)
    {
        if (length == 0 && !hasEnd)
        {
            return null;
        }

        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += hasEnd ? length + 1 : length;
        IsOpen = !hasEnd;
        line = Line == 1 ? Utf8Text.WithoutMark(line) : line;
        line = line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
        if (line.Length > longest)
        {
            throw new FormatException($"it is longer than {ByteSize.Format(longest)}");
        }

        Utf8Text.Check(line.Span);
        return line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, longest + 65_536L));
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        (_end, _ended) = (_end + read, read == 0);
    }
}
