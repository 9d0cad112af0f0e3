namespace SpeculativeDecoding.Embedded;

/// <summary>Takes out of a grammar what can never come to an end, so that no answer can get stuck there.</summary>
internal static class Productivity
{
    public static void Prune(IReadOnlyList<GrammarNode> nodes)
    {
        var ends = Ends(nodes);
        foreach (var node in nodes)
        {
            node.Bytes.RemoveAll(edge => !ends[edge.Target]);
            node.Silent.RemoveAll(edge => !ends[edge.Target] || (edge.IsRule && edge.Minimum > 0 && !ends[edge.Body]));
            for (var i = 0; i < node.Silent.Count; i++)
            {
                var edge = node.Silent[i];
                node.Silent[i] = edge.IsRule && !ends[edge.Body] ? edge with { Body = SilentEdge.None } : edge;
            }
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            nodes[i].IsTail = IsTail(nodes, i);
        }
    }

    /// <summary>For each node whether the end of its rule can be reached: found from the ends backwards.</summary>
    private static bool[] Ends(IReadOnlyList<GrammarNode> nodes)
    {
        var before = new List<int>?[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            nodes[i].Bytes.ForEach(edge => (before[edge.Target] ??= []).Add(i));
            foreach (var edge in nodes[i].Silent)
            {
                (before[edge.Target] ??= []).Add(i);
                if (edge.IsRule)
                {
                    (before[edge.Body] ??= []).Add(i);
                }
            }
        }

        var ends = new bool[nodes.Count];
        var open = new Stack<int>(Enumerable.Range(0, nodes.Count).Where(i => nodes[i].IsFinal));
        while (open.TryPop(out var i))
        {
            if (!ends[i] && CanEnd(nodes[i], ends))
            {
                ends[i] = true;
                before[i]?.ForEach(open.Push);
            }
        }

        return ends;
    }

    private static bool CanEnd(GrammarNode node, bool[] ends) => node.IsFinal
        || node.Bytes.Exists(edge => ends[edge.Target])
        || node.Silent.Exists(edge => ends[edge.Target] && (edge.Minimum == 0 || ends[edge.Body]));

    private static bool IsTail(IReadOnlyList<GrammarNode> nodes, int i)
    {
        for (var steps = 0; steps < 16; steps++)
        {
            var node = nodes[i];
            if (node.IsFinal)
            {
                return node is { Bytes.Count: 0, Silent.Count: 0 };
            }

            if (node is not { Bytes.Count: 0, Silent: [{ IsRule: false } only] })
            {
                return false;
            }

            i = only.Target;
        }

        return false;
    }
}
