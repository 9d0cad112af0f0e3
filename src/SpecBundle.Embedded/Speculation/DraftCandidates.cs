using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>The best tokens of a draft's logits with their log-probabilities, best first.</summary>
internal sealed unsafe class DraftCandidates(int capacity)
{
    private readonly float[] _best = new float[capacity];

    public int Count { get; private set; }

    /// <summary>Tokens of the target's vocabulary.</summary>
    public int[] Tokens { get; } = new int[capacity];

    public float[] LogProbabilities { get; } = new float[capacity];

    /// <param name="draft">What has computed the logits.</param>
    /// <param name="selected">Their row.</param>
    /// <param name="mask">The tokens that may follow; null where all may.</param>
    public void Read(Eagle3Draft draft, int selected, TokenMask? mask = null)
    {
        var logits = draft.LogitsRow(selected);
        var length = draft.VocabularySize;
        if (mask is not null)
        {
            ReadAllowed(draft, new ReadOnlySpan<float>(logits, length), mask);
            return;
        }

        if (capacity == 1)
        {
            // A chain follows the best token whatever its probability, so it needs none.
            (Count, Tokens[0], LogProbabilities[0]) = (1, draft.TargetToken(Elementwise.ArgMax(logits, length)), 0f);
            return;
        }

        Collect(logits, length);
        var normaliser = _best[0] + MathF.Log(SumOfExponentials(logits, length, _best[0]));
        for (var i = 0; i < Count; i++)
        {
            Tokens[i] = draft.TargetToken(Tokens[i]);
            LogProbabilities[i] = _best[i] - normaliser;
        }
    }

    /// <summary>The same for those that may follow, with their probabilities among themselves. There may be none.</summary>
    private void ReadAllowed(Eagle3Draft draft, ReadOnlySpan<float> logits, TokenMask mask)
    {
        Count = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (mask.Allows(draft.TargetToken(token)))
            {
                Offer(token, logits[token]);
            }
        }

        var sum = 0f;
        for (var token = 0; token < logits.Length && capacity > 1; token++)
        {
            sum += mask.Allows(draft.TargetToken(token)) ? Exponential.Of(logits[token] - _best[0]) : 0;
        }

        for (var i = 0; i < Count; i++)
        {
            LogProbabilities[i] = capacity > 1 ? _best[i] - _best[0] - MathF.Log(sum) : 0;
            Tokens[i] = draft.TargetToken(Tokens[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfExponentials(float* logits, int length, float highest)
    {
        var shift = Vector256.Create(highest);
        var total = Vector256<float>.Zero;
        var i = 0;
        for (; i + Vector256<float>.Count <= length; i += Vector256<float>.Count)
        {
            total += Exponential.Of(Vector256.Load(logits + i) - shift);
        }

        var sum = Vector256.Sum(total);
        for (; i < length; i++)
        {
            sum += Exponential.Of(logits[i] - highest);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Collect(float* logits, int length)
    {
        Count = 0;
        var token = 0;
        for (; token + Vector256<float>.Count <= length; token += Vector256<float>.Count)
        {
            // Most of a vocabulary is below the best few: eight at a time are passed over.
            if (Count < capacity || Vector256.GreaterThanAny(Vector256.Load(logits + token), Vector256.Create(_best[Count - 1])))
            {
                for (var lane = 0; lane < Vector256<float>.Count; lane++)
                {
                    Offer(token + lane, logits[token + lane]);
                }
            }
        }

        for (; token < length; token++)
        {
            Offer(token, logits[token]);
        }
    }

    private void Offer(int token, float logit)
    {
        if (Count == capacity && !(logit > _best[Count - 1]))
        {
            return;
        }

        var place = Count < capacity ? Count++ : Count - 1;
        for (; place > 0 && logit > _best[place - 1]; place--)
        {
            _best[place] = _best[place - 1];
            Tokens[place] = Tokens[place - 1];
        }

        (_best[place], Tokens[place]) = (logit, token);
    }
}
