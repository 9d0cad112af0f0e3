namespace SpeculativeDecoding.Benchmarks;

/// <summary>The three speculative numbers; all 0 for plain decoding.</summary>
internal sealed record Shape(int Steps, int TopK, int DraftTokens)
{
    public static readonly Shape Plain = new(0, 0, 0);

    public override string ToString() => Steps == 0 ? "plain" : $"{Steps}, {TopK}, {DraftTokens}";
}
