namespace SpeculativeDecoding.Embedded;

/// <summary>A place in a grammar, with the ways on from it.</summary>
internal sealed class GrammarNode
{
    public List<ByteEdge> Bytes { get; } = [];

    public List<SilentEdge> Silent { get; } = [];

    /// <summary>Whether a rule may end here.</summary>
    public bool IsFinal { get; set; }

    /// <summary>Whether nothing but the end of the rule comes from here on.</summary>
    public bool IsTail { get; set; }
}
