namespace SpeculativeDecoding.Embedded;

/// <summary>
/// What leads to a node without a byte of its own: nothing where <paramref name="Body"/> is <see cref="None"/>, else the rule that
/// begins at that node, as often as the bounds say. A rule that stands once is one with the bounds 1 and 1.
/// </summary>
internal sealed record SilentEdge(int Body, int Minimum, int Maximum, int Target)
{
    public const int None = -1;
    public const int Unbounded = int.MaxValue;

    public bool IsRule => Body != None;
}
