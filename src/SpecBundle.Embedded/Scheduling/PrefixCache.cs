namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The slots of prompts and answers seen before, as a tree. A draft's keys at a position depend on the token after
/// it, so with a draft an edge is a token together with its successor.
/// </summary>
internal sealed class PrefixCache(SlotPool pool, bool keyedBySuccessor)
{
    private const int NoSuccessor = -1;
    private readonly Node _root = new(0, null, -1);
    private long _clock;

    /// <summary>Slots that could be taken back: those on no path in use.</summary>
    public int Evictable { get; private set; }

    public int Count { get; private set; }

    /// <summary>The longest known prefix; its slots are appended, and it is held until <see cref="Release"/>.</summary>
    public Node Match(ReadOnlySpan<int> tokens, List<int> slots)
    {
        var node = _root;
        var edges = keyedBySuccessor ? tokens.Length - 1 : tokens.Length;
        for (var i = 0; i < edges && node.Children.TryGetValue(Edge(tokens, i), out var child); i++)
        {
            node = child;
            node.Used = ++_clock;
            slots.Add(node.Slot);
        }

        Hold(node);
        return node;
    }

    public void Release(Node held)
    {
        for (var node = held; node != _root; node = node.Parent!)
        {
            if (--node.Holds == 0)
            {
                Evictable++;
            }
        }
    }

    /// <summary>Keeps the slots of a sequence that has ended, and returns to the pool those that were known already.</summary>
    /// <param name="tokens">The tokens, with the one after the last slot where it is known.</param>
    /// <param name="slots">The slot of each token.</param>
    /// <param name="held">How many of the slots came from <see cref="Match"/>: the tree owns them.</param>
    /// <param name="usable">How many slots have all their keys.</param>
    public void Insert(ReadOnlySpan<int> tokens, IReadOnlyList<int> slots, int held, int usable)
    {
        var node = _root;
        var edges = Math.Min(usable, keyedBySuccessor ? tokens.Length - 1 : tokens.Length);
        for (var i = 0; i < edges; i++)
        {
            var edge = Edge(tokens, i);
            if (node.Children.TryGetValue(edge, out var child))
            {
                if (i >= held)
                {
                    pool.Return(slots[i]);
                }
            }
            else
            {
                child = new Node(edge, node, slots[i]);
                node.Children.Add(edge, child);
                Count++;
                Evictable++;
            }

            node = child;
            node.Used = ++_clock;
        }

        for (var i = Math.Max(edges, held); i < slots.Count; i++)
        {
            pool.Return(slots[i]);
        }
    }

    /// <summary>Takes back the least recently used slots until the pool has that many, or none is left to take.</summary>
    public void Evict(int wanted)
    {
        if (pool.Free >= wanted || Evictable == 0)
        {
            return;
        }

        var leaves = new PriorityQueue<Node, long>();
        Collect(_root, leaves);
        while (pool.Free < wanted && leaves.TryDequeue(out var leaf, out _))
        {
            var parent = leaf.Parent!;
            parent.Children.Remove(leaf.Edge);
            pool.Return(leaf.Slot);
            Count--;
            Evictable--;
            if (parent != _root && parent is { Holds: 0, Children.Count: 0 })
            {
                leaves.Enqueue(parent, parent.Used);
            }
        }
    }

    private static void Collect(Node root, PriorityQueue<Node, long> leaves)
    {
        // A stack of its own: a path is as long as a context.
        var pending = new Stack<Node>([root]);
        while (pending.TryPop(out var node))
        {
            if (node.Parent is not null && node is { Holds: 0, Children.Count: 0 })
            {
                leaves.Enqueue(node, node.Used);
            }

            foreach (var child in node.Children.Values)
            {
                pending.Push(child);
            }
        }
    }

    private void Hold(Node held)
    {
        for (var node = held; node != _root; node = node.Parent!)
        {
            if (node.Holds++ == 0)
            {
                Evictable--;
            }
        }
    }

    private long Edge(ReadOnlySpan<int> tokens, int index) =>
        ((long)tokens[index] << 32) | (uint)(keyedBySuccessor ? tokens[index + 1] : NoSuccessor);

    /// <summary>A token at the end of a known prefix.</summary>
    public sealed class Node(long edge, Node? parent, int slot)
    {
        public long Edge { get; } = edge;

        public Node? Parent { get; } = parent;

        public int Slot { get; } = slot;

        public int Holds { get; set; }

        public long Used { get; set; }

        public Dictionary<long, Node> Children { get; } = new(1);
    }
}
