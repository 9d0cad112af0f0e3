namespace SpeculativeDecoding;

/// <summary>A side of a tensor as the configuration asks for it.</summary>
/// <param name="Meaning">In the words of the configuration, for example <c>hidden_size</c>.</param>
/// <param name="Size">Its size; null where the configuration does not say.</param>
internal readonly record struct TensorSide(string Meaning, long? Size);
