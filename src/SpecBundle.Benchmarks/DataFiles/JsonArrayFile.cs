using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rows of a file that holds one JSON array of objects, read one at a time.</summary>
internal sealed class JsonArrayFile
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly int _longest;
    private byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;
    private bool _ended;
    private JsonReaderState _state;
    private long _row;

    private JsonArrayFile(Stream stream, string name, int longest) => (_stream, _name, _longest) = (stream, name, longest);

    private enum Step
    {
        More,
        Row,
        End,
    }

    public static async IAsyncEnumerable<DataRow> ReadAsync(
        Stream stream, string name, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = new JsonArrayFile(stream, name, longest);
        while (await file.NextAsync(cancellationToken).ConfigureAwait(false) is { } row)
        {
            yield return row;
        }
    }

    private async ValueTask<DataRow?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var step = Advance(out var row);
                if (step != Step.More)
                {
                    return step == Step.Row ? row : null;
                }

                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (JsonException error)
        {
            throw new DatasetException($"{_name}: not a JSON array of rows ({FaultText.Of(error)}).", error);
        }
        catch (FormatException error)
        {
            throw new DatasetException($"{_name}, row {_row}: {error.Message}.", error);
        }
    }

    /// <summary>Goes on as far as the buffer allows: a row that is not whole in it is read anew when there is more.</summary>
    private Step Advance(out DataRow row)
    {
        row = default;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _ended, _state);
            if (!reader.Read())
            {
                return _ended ? Step.End : Step.More;
            }

            if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                throw new JsonException($"it holds {reader.TokenType}");
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray && reader.CurrentDepth == 0)
            {
                // The brackets around the rows. Behind the last one only blanks may follow, which the reader sees to.
                Commit(reader);
                continue;
            }

            var begin = (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
            {
                return Step.More;
            }

            _row++;
            var json = _buffer.AsSpan(_start + begin, (int)reader.BytesConsumed - begin);
            Utf8Text.Check(json);
            row = new DataRow(RowText.Parse(json), $"{_name}, row {_row}", _row, json.Length);
            Commit(reader);
            return Step.Row;
        }
    }

    private void Commit(in Utf8JsonReader reader) => (_start, _state) = (_start + (int)reader.BytesConsumed, reader.CurrentState);

    /// <summary>Fills all of the buffer: whoever reads in small steps reads a long row again and again.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end > _longest)
        {
            _row++;
            throw new FormatException($"it is longer than {ByteSize.Format(_longest)}");
        }

        if (_end > _buffer.Length / 2)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, _longest + 65_536L));
        }

        var isFirst = _row == 0 && _end == 0;
        var read = await _stream.ReadAtLeastAsync(_buffer.AsMemory(_end), _buffer.Length - _end, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        (_ended, _end) = (read < _buffer.Length - _end, _end + read);
        if (isFirst)
        {
            _start = _end - Utf8Text.WithoutMark(_buffer.AsMemory(0, _end)).Length;
        }
    }
}
