namespace SpeculativeDecoding;

/// <summary>Makes of a conversation the text that a model reads.</summary>
internal interface IConversationRenderer
{
    /// <summary>Why it can't be rendered at all; null where it can.</summary>
    string? Problem { get; }

    /// <summary>The text, in which special tokens are written out.</summary>
    /// <exception cref="TokenizerException">The messages have no place in the model's format.</exception>
    string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options);
}
