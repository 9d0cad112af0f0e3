namespace SpeculativeDecoding.Embedded;

/// <summary>Writes a grammar node by node: each method leads on from a node and gives the node where it arrives.</summary>
internal sealed class GrammarBuilder
{
    private const int MostNodes = 100_000;
    private readonly List<GrammarNode> _nodes = [];

    public int Node()
    {
        _nodes.Add(new GrammarNode());
        return _nodes.Count <= MostNodes ? _nodes.Count - 1 : throw new GrammarException($"It makes a grammar of more than {MostNodes} places: ask for less.");
    }

    public void Skip(int from, int to) => _nodes[from].Silent.Add(new SilentEdge(SilentEdge.None, 0, 0, to));

    public void Range(int from, byte low, byte high, int to) => _nodes[from].Bytes.Add(new ByteEdge(low, high, to));

    public int Range(int from, char low, char high)
    {
        var to = Node();
        Range(from, (byte)low, (byte)high, to);
        return to;
    }

    public int Text(int from, ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            var to = Node();
            Range(from, value, value, to);
            from = to;
        }

        return from;
    }

    /// <summary>A rule of its own, which can be repeated and stand in many places.</summary>
    public int Rule(Func<int, int> write)
    {
        var start = Node();
        End(write(start));
        return start;
    }

    public void End(int node) => _nodes[node].IsFinal = true;

    /// <summary>A rule so many times; where no number is meant, nothing leads to the node.</summary>
    public int Repeat(int from, int rule, int minimum, int maximum)
    {
        var to = Node();
        if (minimum <= maximum)
        {
            _nodes[from].Silent.Add(new SilentEdge(rule, minimum, maximum, to));
        }

        return to;
    }

    public int Once(int from, int rule) => Repeat(from, rule, 1, 1);

    /// <summary>One of several ways.</summary>
    public int Choice(int from, IEnumerable<Func<int, int>> ways)
    {
        var to = Node();
        foreach (var way in ways)
        {
            var start = Node();
            Skip(from, start);
            Skip(way(start), to);
        }

        return to;
    }

    public int Optional(int from, Func<int, int> write)
    {
        var to = write(from);
        Skip(from, to);
        return to;
    }

    /// <summary>The grammar that begins at a node. What can never end is left out of it.</summary>
    /// <exception cref="GrammarException">Nothing at all is possible.</exception>
    public Grammar Build(int start)
    {
        Productivity.Prune(_nodes);
        var grammar = new Grammar([.. _nodes], start);
        return grammar.Start.IsDead ? throw new GrammarException("It allows no value at all.") : grammar;
    }
}
