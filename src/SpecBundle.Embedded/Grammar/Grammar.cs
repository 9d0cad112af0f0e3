namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Which texts are allowed, byte by byte: an automaton with a stack, and counters on the stack. It is read at all of its places at
/// once, so that no text has to be taken back.
/// </summary>
internal sealed class Grammar
{
    // A text that stands in more places than this, or deeper, is not followed: patterns can be made to explode, and all requests share the thread.
    private const int MostPlaces = 250;
    private const int MostDepth = 500;
    private readonly GrammarNode[] _nodes;

    public Grammar(GrammarNode[] nodes, int start)
    {
        _nodes = nodes;
        Nowhere = new GrammarState(this, [], isComplete: false);
        var walk = new Walk(this);
        walk.Add(start, null);
        Start = walk.Finish();
    }

    public GrammarState Start { get; }

    /// <summary>Where nothing is possible any more.</summary>
    public GrammarState Nowhere { get; }

    public GrammarState Advance(GrammarPlace[] places, byte value)
    {
        var walk = new Walk(this);
        foreach (var place in places)
        {
            foreach (var edge in _nodes[place.Node].Bytes)
            {
                if (value >= edge.Low && value <= edge.High)
                {
                    walk.Add(edge.Target, place.Frame);
                }
            }
        }

        return walk.Finish();
    }

    /// <summary>Collects the places that can be reached without a byte.</summary>
    private sealed class Walk(Grammar grammar)
    {
        private readonly HashSet<GrammarPlace> _seen = [];
        private readonly List<GrammarPlace> _kept = [];
        private readonly Stack<GrammarPlace> _open = new();
        private bool _isComplete;

        public void Add(int node, GrammarFrame? frame) => _open.Push(new GrammarPlace(node, frame));

        public GrammarState Finish()
        {
            while (_open.TryPop(out var place))
            {
                if (!_seen.Add(place))
                {
                    continue;
                }

                if (_seen.Count > MostPlaces)
                {
                    return grammar.Nowhere;
                }

                Follow(grammar._nodes[place.Node], place);
            }

            return _kept.Count > 0 || _isComplete ? new GrammarState(grammar, [.. _kept], _isComplete) : grammar.Nowhere;
        }

        private void Follow(GrammarNode node, GrammarPlace place)
        {
            if (node.Bytes.Count > 0)
            {
                _kept.Add(place);
            }

            if (node.IsFinal)
            {
                Leave(place.Frame);
            }

            foreach (var edge in node.Silent)
            {
                Enter(edge, place.Frame);
            }
        }

        private void Enter(SilentEdge edge, GrammarFrame? frame)
        {
            if (edge.Minimum == 0)
            {
                Add(edge.Target, frame);
            }

            if (!edge.IsRule || edge.Maximum == 0)
            {
                return;
            }

            if (edge is { Minimum: 1, Maximum: 1 } && grammar._nodes[edge.Target].IsTail)
            {
                Add(edge.Body, frame);
            }
            else if ((frame?.Depth ?? 0) < MostDepth)
            {
                Add(edge.Body, new GrammarFrame(edge, edge.Minimum, edge.Maximum, frame));
            }
        }

        private void Leave(GrammarFrame? frame)
        {
            if (frame is null)
            {
                _isComplete = true;
                return;
            }

            var minimum = Math.Max(frame.Minimum - 1, 0);
            var maximum = frame.Maximum == SilentEdge.Unbounded ? frame.Maximum : frame.Maximum - 1;
            if (minimum == 0)
            {
                Add(frame.Edge.Target, frame.Outer);
            }

            if (maximum > 0)
            {
                Add(frame.Edge.Body, new GrammarFrame(frame.Edge, minimum, maximum, frame.Outer));
            }
        }
    }
}
