using System.Numerics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Which tokens of a vocabulary are allowed.</summary>
internal sealed class TokenMask(int size)
{
    private readonly ulong[] _bits = new ulong[(size + 63) / 64];

    /// <summary>How many are allowed.</summary>
    public int Count { get; private set; }

    public bool Allows(int token) => (_bits[token >> 6] & (1UL << token)) != 0;

    public void Allow(int token)
    {
        Count += Allows(token) ? 0 : 1;
        _bits[token >> 6] |= 1UL << token;
    }

    /// <summary>The allowed token with the highest logit, the lower id among equals; -1 where none is allowed.</summary>
    public int ArgMax(ReadOnlySpan<float> logits)
    {
        var best = -1;
        for (var word = 0; word < _bits.Length; word++)
        {
            for (var bits = _bits[word]; bits != 0; bits &= bits - 1)
            {
                var token = (word << 6) + BitOperations.TrailingZeroCount(bits);
                best = best < 0 || logits[token] > logits[best] ? token : best;
            }
        }

        return best;
    }
}
