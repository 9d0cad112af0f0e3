namespace SpeculativeDecoding.Embedded;

/// <summary>The grammars of the last requests, with what was found out of them: many requests ask for the same.</summary>
internal sealed class GrammarCache(Func<TokenVocabulary> vocabulary)
{
    private const int Most = 16;
    private readonly Lazy<TokenVocabulary> _vocabulary = new(vocabulary);
    private readonly LinkedList<(string Key, Lazy<TokenGrammar> Grammar)> _known = [];
    private readonly Lock _gate = new();

    /// <exception cref="GrammarException">It can't be followed.</exception>
    public TokenGrammar Find(GrammarSource source)
    {
        Lazy<TokenGrammar> grammar;
        lock (_gate)
        {
            var node = _known.First;
            while (node is not null && node.Value.Key != source.Key)
            {
                node = node.Next;
            }

            grammar = node?.Value.Grammar ?? new Lazy<TokenGrammar>(() => new TokenGrammar(source.Write(), _vocabulary.Value));
            if (node is not null)
            {
                _known.Remove(node);
            }

            _known.AddFirst((source.Key, grammar));
            if (_known.Count > Most)
            {
                _known.RemoveLast();
            }
        }

        return grammar.Value;
    }
}
