using System.Runtime.InteropServices;

namespace SpeculativeDecoding;

/// <summary>
/// All that an answer has brought, in the order it came: one text, one list of ids, and for each chunk a mark that says
/// how far both had come. It only ever grows, so that chunks are views over it.
/// </summary>
internal sealed class AnswerLog
{
    // Segments that are never copied: a long answer's marks cost what they hold, and no garbage.
    private const int SegmentLength = 64;
    private readonly List<Mark[]> _segments = [];

    public Utf8Buffer Text { get; } = new();

    public List<int> Ids { get; } = [];

    /// <summary>Chunks so far.</summary>
    public int Count { get; private set; }

    /// <summary>The finished answer, once its last chunk has come.</summary>
    public GenerateResult? Result { get; set; }

    public ref readonly Mark this[int index] => ref _segments[index / SegmentLength][index % SegmentLength];

    /// <summary>Ends a chunk: what was added to the text and the ids since the last one is its own.</summary>
    /// <param name="elapsed">When its bytes were read.</param>
    /// <param name="tokens">All tokens of the answer so far.</param>
    /// <returns>The chunk's index.</returns>
    public int Add(TimeSpan elapsed, int tokens)
    {
        if (Count == _segments.Count * SegmentLength)
        {
            _segments.Add(new Mark[SegmentLength]);
        }

        _segments[^1][Count % SegmentLength] = new Mark(elapsed, tokens, Text.Length, Ids.Count);
        return Count++;
    }

    public ReadOnlySpan<byte> TextOf(int index) => Text.Span(index == 0 ? 0 : this[index - 1].TextEnd, this[index].TextEnd);

    public ReadOnlySpan<int> IdsOf(int index) => CollectionsMarshal.AsSpan(Ids)[(index == 0 ? 0 : this[index - 1].IdEnd)..this[index].IdEnd];

    public int TokensOf(int index) => this[index].Tokens - (index == 0 ? 0 : this[index - 1].Tokens);

    /// <summary>The chunk's times and tokens until now; what comes later is not among them.</summary>
    public IReadOnlyList<ChunkTiming> Timings() => new AnswerTimings(this, Count);

    /// <summary>Where a chunk ends.</summary>
    public readonly record struct Mark(TimeSpan Elapsed, int Tokens, int TextEnd, int IdEnd);
}
