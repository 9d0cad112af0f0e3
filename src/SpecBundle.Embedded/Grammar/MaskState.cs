namespace SpeculativeDecoding.Embedded;

/// <summary>A state of a grammar as it is met while masks are made, with what was found of it.</summary>
internal sealed class MaskState(GrammarState state)
{
    public GrammarState State { get; } = state;

    public TokenMask? Mask { get; set; }

    /// <summary>The states that follow, by byte: null where it was not asked yet.</summary>
    public MaskState?[] Next { get; } = new MaskState?[256];
}
