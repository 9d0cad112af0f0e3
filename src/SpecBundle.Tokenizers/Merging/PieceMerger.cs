using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Merges the bytes of pieces, one piece after the other, with a queue: in n log n steps, so that a page of Chinese, one
/// piece without a blank, takes no longer than as many words. Not for several threads at once.
/// </summary>
/// <param name="rule">Which neighbors merge.</param>
internal sealed class PieceMerger(IMergeRule rule)
{
    private readonly PriorityQueue<Candidate, long> _queue = new();
    private char[] _bytes = new char[64];
    private Part[] _parts = new Part[64];
    private int _length;

    /// <summary>How many merges were considered: the work, for tests of how it grows.</summary>
    public long Considered { get; private set; }

    /// <summary>Adds the tokens of a piece.</summary>
    public void Encode(ReadOnlySpan<char> piece, List<int> output)
    {
        ReadBytes(piece);
        if (rule.WholePiece(_bytes.AsSpan(0, _length)) is { } whole)
        {
            output.Add(whole);
            return;
        }

        for (var i = 0; i < _length; i++)
        {
            _parts[i] = new Part(rule.ByteToken(_bytes[i]), i + 1, i - 1);
        }

        MergeAll();
        for (var i = 0; i < _length; i = _parts[i].End)
        {
            output.Add(_parts[i].Token);
        }
    }

    /// <summary>The UTF-8 of a piece, a character for each byte. Half a surrogate pair becomes U+FFFD.</summary>
    private void ReadBytes(ReadOnlySpan<char> piece)
    {
        var bytes = Encoding.UTF8.GetMaxByteCount(piece.Length) is var most and <= 256 ? stackalloc byte[most] : new byte[Encoding.UTF8.GetByteCount(piece)];
        _length = Encoding.UTF8.GetBytes(piece, bytes);
        if (_length > _bytes.Length)
        {
            var size = Math.Max(_length, _bytes.Length * 2);
            (_bytes, _parts) = (new char[size], new Part[size]);
        }

        Encoding.Latin1.GetChars(bytes[.._length], _bytes);
    }

    private void MergeAll()
    {
        for (var i = 0; i < _length; i++)
        {
            Consider(i);
        }

        while (_queue.TryDequeue(out var candidate, out _))
        {
            ref var left = ref _parts[candidate.Start];

            // Either neighbor may have merged with another meanwhile.
            if (left.End != candidate.Middle || left.Previous == Gone || _parts[candidate.Middle].End != candidate.End)
            {
                continue;
            }

            _parts[candidate.Middle].Previous = Gone;
            left.Token = candidate.Token;
            left.End = candidate.End;
            if (left.End < _length)
            {
                _parts[left.End].Previous = candidate.Start;
            }

            if (left.Previous >= 0)
            {
                Consider(left.Previous);
            }

            Consider(candidate.Start);
        }
    }

    private void Consider(int start)
    {
        Considered++;
        var middle = _parts[start].End;
        if (middle < _length && rule.Merge(_bytes.AsSpan(start, _parts[middle].End - start), _parts[start].Token, _parts[middle].Token) is { } merge)
        {
            // The lowest rank first, of equal ranks the leftmost.
            _queue.Enqueue(new Candidate(start, middle, _parts[middle].End, merge.Token), ((long)merge.Rank << 32) | (uint)start);
        }
    }

    private const int Gone = -2;

    /// <summary>A token at its first byte; the end is the first byte of the next.</summary>
    private struct Part(int token, int end, int previous)
    {
        public int Token = token;
        public int End = end;
        public int Previous = previous;
    }

    private readonly record struct Candidate(int Start, int Middle, int End, int Token);
}
