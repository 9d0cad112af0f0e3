namespace SpeculativeDecoding.Embedded;

/// <summary>The tokens a request has seen and written, as far as penalties and the minimum length need them.</summary>
internal sealed class TokenHistory
{
    private readonly HashSet<int> _seen;
    private readonly Dictionary<int, int> _written = [];
    private readonly IReadOnlyCollection<int> _stopTokens;

    public TokenHistory(IEnumerable<int> prompt, IReadOnlyCollection<int> stopTokens) => (_seen, _stopTokens) = ([.. prompt], stopTokens);

    public void Write(int token)
    {
        _seen.Add(token);
        _written[token] = _written.GetValueOrDefault(token) + 1;
    }

    /// <summary>Whether anything of the history changes the logits of an output position.</summary>
    public static bool Applies(EngineSampling sampling, int position) =>
        sampling.FrequencyPenalty != 0 || sampling.PresencePenalty != 0 || sampling.RepetitionPenalty != 1 || position < sampling.MinNewTokens;

    public void Penalise(Span<double> logits, EngineSampling sampling, int position)
    {
        if (sampling.RepetitionPenalty != 1)
        {
            foreach (var token in _seen)
            {
                logits[token] = logits[token] > 0 ? logits[token] / sampling.RepetitionPenalty : logits[token] * sampling.RepetitionPenalty;
            }
        }

        foreach (var (token, count) in _written)
        {
            logits[token] -= (sampling.FrequencyPenalty * count) + sampling.PresencePenalty;
        }

        if (position < sampling.MinNewTokens)
        {
            foreach (var token in _stopTokens)
            {
                // A configuration may name an end token that the weights do not have.
                if ((uint)token < (uint)logits.Length)
                {
                    logits[token] = double.NegativeInfinity;
                }
            }
        }
    }
}
