namespace SpeculativeDecoding.Embedded;

/// <summary>Bytes of a range, both ends included, that lead to a node.</summary>
internal readonly record struct ByteEdge(byte Low, byte High, int Target);
