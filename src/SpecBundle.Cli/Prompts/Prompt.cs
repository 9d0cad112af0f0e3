namespace SpeculativeDecoding.Cli;

/// <summary>One request of a run: text, token ids or a conversation, as a line of the prompts file gives it.</summary>
internal sealed record Prompt(string Id, string? Text, IReadOnlyList<int>? InputIds, int? MaxNewTokens)
{
    /// <summary>A conversation, which is sent as the ids that the target's chat template makes of it; null for what is sent as it stands.</summary>
    public IReadOnlyList<ConversationMessage>? Messages { get; init; }
}
