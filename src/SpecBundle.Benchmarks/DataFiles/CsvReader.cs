using System.Buffers;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Records of comma-separated values as RFC 4180 has them: quoted fields may hold commas, quotes (doubled) and line
/// ends. A line end is CRLF or LF.
/// </summary>
/// <param name="stream">UTF-8 text, with or without a byte order mark.</param>
/// <param name="longest">A record of more bytes is refused.</param>
internal sealed class CsvReader(Stream stream, int longest)
{
    private readonly byte[] _buffer = new byte[65_536];
    private readonly ArrayBufferWriter<byte> _field = new();
    private int _length = -1;
    private int _position;
    private int _recordBytes;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The bytes of the record that was read last.</summary>
    public int Bytes => _recordBytes;

    /// <summary>The next record; null at the end.</summary>
    /// <param name="mostFields">A record of more fields is refused.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">A quoted field does not end, or a record is longer than is read, or no UTF-8.</exception>
    public async ValueTask<List<string>?> ReadAsync(int mostFields, CancellationToken cancellationToken)
    {
        _recordBytes = 0;
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) < 0)
        {
            return null;
        }

        Line++;
        var record = new List<string>();
        while (true)
        {
            record.Add(await FieldAsync(cancellationToken).ConfigureAwait(false));
            var next = await PeekAsync(cancellationToken).ConfigureAwait(false);
            if (next >= 0)
            {
                Take();
            }

            if (next != ',')
            {
                return record;
            }

            if (record.Count == mostFields)
            {
                throw new FormatException($"it has more than {mostFields} fields");
            }
        }
    }

    /// <summary>Reads one field and stops before the comma or line feed that ends it.</summary>
    private async ValueTask<string> FieldAsync(CancellationToken cancellationToken)
    {
        _field.ResetWrittenCount();
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) == '"')
        {
            Take();
            await QuotedAsync(cancellationToken).ConfigureAwait(false);
        }

        while (await PeekAsync(cancellationToken).ConfigureAwait(false) is var next && next >= 0 && next != ',' && next != '\n')
        {
            Take();
            if (next != '\r' || await PeekAsync(cancellationToken).ConfigureAwait(false) != '\n')
            {
                Append(next);
            }
        }

        return Utf8Text.Decode(_field.WrittenSpan);
    }

    private async ValueTask QuotedAsync(CancellationToken cancellationToken)
    {
        var start = Line;
        while (true)
        {
            var next = await PeekAsync(cancellationToken).ConfigureAwait(false);
            if (next < 0)
            {
                throw new FormatException($"the quoted field that starts in line {start} does not end");
            }

            Take();
            if (next == '\n')
            {
                Line++;
            }

            if (next == '"')
            {
                if (await PeekAsync(cancellationToken).ConfigureAwait(false) != '"')
                {
                    return;
                }

                Take();
            }

            Append(next);
        }
    }

    private void Append(int value)
    {
        _field.GetSpan(1)[0] = (byte)value;
        _field.Advance(1);
    }

    private void Take()
    {
        _position++;
        if (++_recordBytes > longest)
        {
            throw new FormatException($"it is longer than {ByteSize.Format(longest)}");
        }
    }

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        if (_position == _length || _length < 0)
        {
            var isFirst = _length < 0;
            _length = await stream.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _position = isFirst ? _length - Utf8Text.WithoutMark(_buffer.AsMemory(0, _length)).Length : 0;
        }

        return _position == _length ? -1 : _buffer[_position];
    }
}
