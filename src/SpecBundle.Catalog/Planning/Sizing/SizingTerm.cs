namespace SpeculativeDecoding;

/// <summary>A term of the memory sum of one GPU.</summary>
/// <param name="Name">What the memory is for.</param>
/// <param name="Bytes">How much, in bytes.</param>
/// <param name="Origin">How it was computed.</param>
public sealed record SizingTerm(string Name, long Bytes, string Origin);
