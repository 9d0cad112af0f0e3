namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The tokens drafted for one verify step. Node 0 is the root, the token that is settled but not yet computed;
/// every other node follows its parent. With top-k 1 it is a chain. Its room is allocated once and used again.
/// </summary>
internal sealed class DraftTree
{
    private readonly int _topK;
    private readonly int _kept;
    private readonly Node[] _nodes;
    private readonly int[] _ranks;
    private readonly int[] _frontier;
    private readonly int[] _verified;
    private TokenGrammar? _grammar;
    private int _count;
    private int _grown;

    /// <param name="steps">Draft steps; 0 for plain decoding.</param>
    /// <param name="topK">Children of a node, and nodes that a step continues.</param>
    /// <param name="draftTokens">Nodes to verify at most, the root counted.</param>
    public DraftTree(int steps, int topK, int draftTokens)
    {
        (_topK, _kept) = (topK, Math.Max(draftTokens - 1, 0));
        var capacity = 1 + (steps > 0 ? topK + ((steps - 1) * topK * topK) : 0);
        _nodes = new Node[capacity];
        _ranks = new int[capacity];
        _frontier = new int[Math.Max(topK, 1)];
        _verified = new int[Math.Min(_kept, capacity - 1) + 1];
    }

    /// <summary>The nodes that the next draft pass continues, best first.</summary>
    public ReadOnlySpan<int> Frontier => _frontier.AsSpan(0, FrontierCount);

    /// <summary>The nodes to verify, parents before children; the root is the first.</summary>
    public ReadOnlySpan<int> Verified => _verified.AsSpan(0, VerifiedCount);

    private int FrontierCount { get; set; }

    private int VerifiedCount { get; set; }

    public int Token(int node) => _nodes[node].Token;

    public int Parent(int node) => _nodes[node].Parent;

    public int Depth(int node) => _nodes[node].Depth;

    /// <summary>The place of a verified node among them.</summary>
    public int Rank(int node) => _ranks[node];

    /// <summary>Where the draft computed a node: the row of its last pass, and the cache slot of its keys.</summary>
    public (int Row, int Slot) Computed(int node) => (_nodes[node].Row, _nodes[node].Slot);

    public void SetComputed(int node, int row, int slot) => (_nodes[node].Row, _nodes[node].Slot) = (row, slot);

    /// <summary>Where the answer would stand in its grammar; null where it has none.</summary>
    public GrammarState? State(int node) => _grammar is null ? null : _nodes[node].State ??= _grammar.Advance(State(_nodes[node].Parent)!, _nodes[node].Token);

    public void Plant(int token, TokenGrammar? grammar = null, GrammarState? state = null)
    {
        _grammar = grammar;
        _nodes[0] = new Node { Token = token, Parent = -1, Slot = -1, State = state };
        (_count, _grown, FrontierCount) = (1, 1, 0);
    }

    public void AddChildren(int parent, DraftCandidates candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            _nodes[_count++] = new Node
            {
                Token = candidates.Tokens[i],
                Parent = parent,
                Depth = _nodes[parent].Depth + 1,
                Score = _nodes[parent].Score + candidates.LogProbabilities[i],
                Slot = -1,
            };
        }
    }

    /// <summary>Moves the frontier to the best of the children added since the last time.</summary>
    public void MoveFrontier()
    {
        FrontierCount = Best(_grown, _frontier.AsSpan(0, _topK));
        _grown = _count;
    }

    /// <summary>Keeps the best nodes. A parent is never less probable than its child and comes before it, so no node loses its path.</summary>
    public void Prune()
    {
        _verified[0] = 0;
        var kept = Best(1, _verified.AsSpan(1));
        VerifiedCount = kept + 1;
        _verified.AsSpan(1, kept).Sort();
        for (var i = 0; i < VerifiedCount; i++)
        {
            _ranks[_verified[i]] = i;
        }
    }

    /// <summary>The verified child of a node with that token; -1 where none was drafted.</summary>
    public int Child(int parent, int token)
    {
        foreach (var node in Verified)
        {
            if (_nodes[node].Parent == parent && _nodes[node].Token == token)
            {
                return node;
            }
        }

        return -1;
    }

    /// <summary>Writes the nodes from <paramref name="first"/> on with the highest scores, best first; of equals the earlier.</summary>
    private int Best(int first, Span<int> best)
    {
        var count = 0;
        for (var node = first; node < _count; node++)
        {
            var score = _nodes[node].Score;
            if (count == best.Length && (count == 0 || score <= _nodes[best[count - 1]].Score))
            {
                continue;
            }

            var place = count < best.Length ? count++ : count - 1;
            for (; place > 0 && score > _nodes[best[place - 1]].Score; place--)
            {
                best[place] = best[place - 1];
            }

            best[place] = node;
        }

        return count;
    }

    private struct Node
    {
        public int Token;
        public int Parent;
        public int Depth;
        public float Score;
        public int Row;
        public int Slot;
        public GrammarState? State;
    }
}
