namespace SpeculativeDecoding.Cli;

/// <summary>One request of a run: text or token ids, as a line of the prompts file gives it.</summary>
internal sealed record Prompt(string Id, string? Text, IReadOnlyList<int>? InputIds, int? MaxNewTokens);
