using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Records of comma-separated values as RFC 4180 has them: quoted fields may hold commas, quotes (doubled) and line
/// ends. A line end is CRLF or LF.
/// </summary>
internal sealed class CsvReader(TextReader reader)
{
    private readonly char[] _buffer = new char[16_384];
    private readonly StringBuilder _field = new();
    private int _length;
    private int _position;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next record; null at the end.</summary>
    /// <exception cref="FormatException">A quoted field does not end.</exception>
    public async ValueTask<List<string>?> ReadAsync(CancellationToken cancellationToken)
    {
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
                _position++;
            }

            if (next != ',')
            {
                return record;
            }
        }
    }

    /// <summary>Reads one field and stops before the comma or line feed that ends it.</summary>
    private async ValueTask<string> FieldAsync(CancellationToken cancellationToken)
    {
        _field.Clear();
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) == '"')
        {
            _position++;
            await QuotedAsync(cancellationToken).ConfigureAwait(false);
        }

        while (await PeekAsync(cancellationToken).ConfigureAwait(false) is var next && next >= 0 && next != ',' && next != '\n')
        {
            _position++;
            if (next != '\r' || await PeekAsync(cancellationToken).ConfigureAwait(false) != '\n')
            {
                _field.Append((char)next);
            }
        }

        return _field.ToString();
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

            _position++;
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

                _position++;
            }

            _field.Append((char)next);
        }
    }

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        if (_position == _length)
        {
            _length = await reader.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            _position = 0;
        }

        return _length == 0 ? -1 : _buffer[_position];
    }
}
