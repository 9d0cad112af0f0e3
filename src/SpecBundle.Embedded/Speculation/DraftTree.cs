namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The tokens drafted for one verify step. Node 0 is the root, the token that is settled but not yet computed;
/// every other node follows its parent. With top-k 1 it is a chain.
/// </summary>
internal sealed class DraftTree
{
    private readonly int _topK;
    private readonly int _draftTokens;
    private readonly List<Node> _nodes = [];
    private readonly List<int> _frontier = [];
    private readonly List<int> _ranked = [];

    public DraftTree(int topK, int draftTokens) => (_topK, _draftTokens) = (topK, draftTokens);

    /// <summary>The nodes that the next draft pass continues.</summary>
    public IReadOnlyList<int> Frontier => _frontier;

    /// <summary>The nodes to verify, parents before children; the root is the first.</summary>
    public IReadOnlyList<int> Verified => _ranked;

    public int Token(int node) => _nodes[node].Token;

    public int Parent(int node) => _nodes[node].Parent;

    public int Depth(int node) => _nodes[node].Depth;

    public void Plant(int token)
    {
        _nodes.Clear();
        _frontier.Clear();
        _nodes.Add(new Node(token, -1, 0, 0f));
        _frontier.Add(0);
    }

    /// <summary>Adds the children of the frontier's nodes and moves the frontier to the best of them.</summary>
    public void Grow(ReadOnlySpan<DraftCandidates> candidates)
    {
        var first = _nodes.Count;
        for (var i = 0; i < _frontier.Count; i++)
        {
            var parent = _frontier[i];
            for (var j = 0; j < candidates[i].Count; j++)
            {
                _nodes.Add(new Node(candidates[i].Tokens[j], parent, _nodes[parent].Depth + 1, _nodes[parent].Score + candidates[i].LogProbabilities[j]));
            }
        }

        _frontier.Clear();
        _frontier.AddRange(Enumerable.Range(first, _nodes.Count - first).OrderByDescending(node => _nodes[node].Score).ThenBy(node => node).Take(_topK));
    }

    /// <summary>Keeps the best nodes. A parent is never less probable than its child and comes before it, so no node loses its path.</summary>
    public void Prune()
    {
        _ranked.Clear();
        _ranked.Add(0);
        _ranked.AddRange(Enumerable.Range(1, _nodes.Count - 1)
            .OrderByDescending(node => _nodes[node].Score)
            .ThenBy(node => node)
            .Take(_draftTokens - 1)
            .Order());
    }

    /// <summary>The verified child of a node with that token; -1 where none was drafted.</summary>
    public int Child(int parent, int token)
    {
        foreach (var node in _ranked)
        {
            if (_nodes[node].Parent == parent && _nodes[node].Token == token)
            {
                return node;
            }
        }

        return -1;
    }

    private readonly record struct Node(int Token, int Parent, int Depth, float Score);
}
