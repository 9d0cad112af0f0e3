namespace SpeculativeDecoding.Embedded;

/// <summary>A rule that is being read: how often it must and may still come, and what it stands in. Never changed, so states share them.</summary>
internal sealed class GrammarFrame : IEquatable<GrammarFrame>
{
    private readonly int _hash;

    public GrammarFrame(SilentEdge edge, int minimum, int maximum, GrammarFrame? outer)
    {
        (Edge, Minimum, Maximum, Outer) = (edge, minimum, maximum, outer);
        Depth = (outer?.Depth ?? 0) + 1;
        _hash = HashCode.Combine(edge.Body, edge.Target, minimum, maximum, outer?._hash ?? 0);
    }

    public SilentEdge Edge { get; }

    /// <summary>Times that it must still come, the one that is being read counted.</summary>
    public int Minimum { get; }

    /// <summary>Times that it may still come, the one that is being read counted.</summary>
    public int Maximum { get; }

    public GrammarFrame? Outer { get; }

    public int Depth { get; }

    /// <summary>The same with no count above a limit: no difference to anybody who looks no further ahead than that.</summary>
    public GrammarFrame Clip(int most)
    {
        var outer = Outer?.Clip(most);
        var maximum = Maximum == SilentEdge.Unbounded ? Maximum : Math.Min(Maximum, most);
        return Minimum <= most && Maximum == maximum && ReferenceEquals(outer, Outer)
            ? this
            : new GrammarFrame(Edge, Math.Min(Minimum, most), maximum, outer);
    }

    public bool Equals(GrammarFrame? other)
    {
        for (var mine = this; !ReferenceEquals(mine, other); (mine, other) = (mine.Outer, other.Outer))
        {
            if (mine is null || other is null || mine._hash != other._hash || mine.Minimum != other.Minimum || mine.Maximum != other.Maximum || !ReferenceEquals(mine.Edge, other.Edge))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as GrammarFrame);

    public override int GetHashCode() => _hash;
}
