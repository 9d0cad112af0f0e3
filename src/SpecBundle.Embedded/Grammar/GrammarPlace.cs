namespace SpeculativeDecoding.Embedded;

/// <summary>A node, and the rules that it stands in.</summary>
internal readonly record struct GrammarPlace(int Node, GrammarFrame? Frame);
