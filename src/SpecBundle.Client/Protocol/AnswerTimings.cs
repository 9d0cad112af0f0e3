using System.Collections;

namespace SpeculativeDecoding;

/// <summary>The first chunks of an answer as a list of times and tokens, read where they lie.</summary>
internal sealed class AnswerTimings(AnswerLog log, int count) : IReadOnlyList<ChunkTiming>
{
    public int Count => count;

    public ChunkTiming this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return new ChunkTiming(log[index].Elapsed, log.TokensOf(index));
        }
    }

    public IEnumerator<ChunkTiming> GetEnumerator()
    {
        for (var index = 0; index < count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
