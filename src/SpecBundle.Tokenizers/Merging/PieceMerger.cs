using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Merges the bytes of a piece with a queue, in n log n steps. The library looks at every pair before each merge, which
/// is quick for words and takes minutes for a page of Chinese, one piece without a blank.
/// </summary>
/// <param name="rule">Which neighbours merge.</param>
internal sealed class PieceMerger(IMergeRule rule)
{
    /// <summary>Adds the tokens of a piece; false, and nothing added, where the vocabulary lacks one of its bytes.</summary>
    public bool TryEncode(string piece, List<int> output)
    {
        var bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(piece));
        if (rule.WholePiece(bytes) is { } whole)
        {
            output.Add(whole);
            return true;
        }

        var parts = new Part[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (rule.ByteToken(bytes[i]) is not { } token)
            {
                return false;
            }

            parts[i] = new Part(token, i + 1, i - 1);
        }

        MergeAll(bytes, parts);
        for (var i = 0; i < parts.Length; i = parts[i].End)
        {
            output.Add(parts[i].Token);
        }

        return true;
    }

    private void MergeAll(string bytes, Part[] parts)
    {
        // Of equal ranks the leftmost first.
        var queue = new PriorityQueue<Candidate, (int Rank, int Start)>();
        for (var i = 0; i < parts.Length; i++)
        {
            Consider(i);
        }

        while (queue.TryDequeue(out var candidate, out _))
        {
            ref var left = ref parts[candidate.Start];

            // Either neighbour may have merged with another meanwhile.
            if (left.End != candidate.Middle || parts[candidate.Middle].End != candidate.End || left.Previous == Gone)
            {
                continue;
            }

            parts[candidate.Middle].Previous = Gone;
            left.Token = candidate.Token;
            left.End = candidate.End;
            if (left.End < parts.Length)
            {
                parts[left.End].Previous = candidate.Start;
            }

            if (left.Previous >= 0)
            {
                Consider(left.Previous);
            }

            Consider(candidate.Start);
        }

        void Consider(int start)
        {
            var middle = parts[start].End;
            if (middle < parts.Length && rule.Merge(bytes.AsSpan(start, parts[middle].End - start), parts[start].Token, parts[middle].Token) is { } merge)
            {
                queue.Enqueue(new Candidate(start, middle, parts[middle].End, merge.Token), (merge.Rank, start));
            }
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
