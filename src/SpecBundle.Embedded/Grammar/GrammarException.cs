namespace SpeculativeDecoding.Embedded;

/// <summary>A schema or pattern that can't be made into a grammar; the message names the part and where it stands.</summary>
internal sealed class GrammarException(string message) : Exception(message);
