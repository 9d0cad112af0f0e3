namespace SpeculativeDecoding;

/// <summary>What to start, with its secrets.</summary>
internal sealed record ServerCommand(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, ServerSecret? Secret);
