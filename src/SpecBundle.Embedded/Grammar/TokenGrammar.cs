namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A grammar over the tokens of a vocabulary. What it found out it keeps for the next request with the same grammar. One thread at
/// a time may use it: the engine's.
/// </summary>
internal sealed class TokenGrammar
{
    private const int MostStates = 2_000;
    private readonly TokenVocabulary _vocabulary;
    private readonly Dictionary<GrammarState, MaskState> _states = [];
    private readonly MaskState _nowhere;

    public TokenGrammar(Grammar grammar, TokenVocabulary vocabulary)
    {
        (_vocabulary, Start, Ended) = (vocabulary, grammar.Start, new GrammarState(grammar, [], isComplete: false));
        _nowhere = new MaskState(grammar.Nowhere);
        if (Mask(Start).Count == 0)
        {
            throw new GrammarException("No token of this model can begin what it allows.");
        }
    }

    public GrammarState Start { get; }

    /// <summary>Behind the end token.</summary>
    public GrammarState Ended { get; }

    public bool IsEnd(int token) => _vocabulary.Ends.Contains(token);

    /// <summary>The state behind a token that is allowed.</summary>
    public GrammarState Advance(GrammarState state, int token) =>
        ReferenceEquals(state, Ended) || IsEnd(token) ? Ended : _vocabulary.Bytes(token) is { } bytes ? state.Advance(bytes) : _nowhere.State;

    /// <summary>The tokens that may follow: the end tokens exactly where the text is whole.</summary>
    public TokenMask Mask(GrammarState state)
    {
        if (_states.Count > MostStates)
        {
            _states.Clear();
        }

        // No token is longer than the longest, so what a counter says beyond that makes no difference to the mask.
        var known = Known(state.Clip(_vocabulary.Longest + 1));
        if (known.Mask is null)
        {
            known.Mask = _vocabulary.MaskOf(known, Next);
            foreach (var end in state.IsComplete ? _vocabulary.Ends : [])
            {
                known.Mask.Allow(end);
            }
        }

        return known.Mask;
    }

    private MaskState? Next(MaskState from, byte value)
    {
        var next = from.Next[value];
        if (next is null)
        {
            var state = from.State.Advance(value);
            from.Next[value] = next = state.IsDead ? _nowhere : Known(state);
        }

        return ReferenceEquals(next, _nowhere) ? null : next;
    }

    private MaskState Known(GrammarState state)
    {
        if (!_states.TryGetValue(state, out var known))
        {
            _states.Add(state, known = new MaskState(state));
        }

        return known;
    }
}
