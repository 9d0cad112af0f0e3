namespace SpeculativeDecoding.Embedded;

/// <summary>The best tokens of a draft's logits with their log-probabilities, best first.</summary>
internal sealed class DraftCandidates(int capacity)
{
    private readonly float[] _best = new float[capacity];

    public int Count { get; private set; }

    public int[] Tokens { get; } = new int[capacity];

    public float[] LogProbabilities { get; } = new float[capacity];

    public void Read(ReadOnlySpan<float> logits, Eagle3Draft draft)
    {
        Count = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (Count < capacity || logits[token] > _best[Count - 1])
            {
                Insert(token, logits[token]);
            }
        }

        // A chain follows the best token whatever its probability, so it needs none.
        var normaliser = capacity == 1 ? 0f : LogSumExp(logits, _best[0]);
        for (var i = 0; i < Count; i++)
        {
            Tokens[i] = draft.TargetToken(Tokens[i]);
            LogProbabilities[i] = capacity == 1 ? 0f : _best[i] - normaliser;
        }
    }

    private static float LogSumExp(ReadOnlySpan<float> logits, float highest)
    {
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - highest);
        }

        return highest + (float)Math.Log(sum);
    }

    private void Insert(int token, float logit)
    {
        var place = Count < capacity ? Count++ : Count - 1;
        for (; place > 0 && logit > _best[place - 1]; place--)
        {
            _best[place] = _best[place - 1];
            Tokens[place] = Tokens[place - 1];
        }

        (_best[place], Tokens[place]) = (logit, token);
    }
}
