using System.Collections;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A made-up message that is written when it is asked for: a trace of a few megabytes stands for gigabytes of them.</summary>
internal sealed class SyntheticTurns(int words, int seed) : IReadOnlyList<string>
{
    public int Count => 1;

    public string this[int index] => index == 0 ? SyntheticPrompts.Text(words, seed) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<string> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
