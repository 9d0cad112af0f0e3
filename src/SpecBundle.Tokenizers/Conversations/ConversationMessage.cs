namespace SpeculativeDecoding;

/// <summary>One message of a conversation, as a chat template reads it.</summary>
public sealed record ConversationMessage
{
    /// <summary>A message of one text.</summary>
    /// <param name="role">Who speaks, for example <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
    /// <param name="text">What is said.</param>
    public ConversationMessage(string role, string text)
        : this(role, [ConversationPart.OfText(text)])
    {
    }

    /// <summary>A message of several parts.</summary>
    /// <param name="role">Who speaks, for example <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
    /// <param name="parts">Texts and images in their order; empty where an assistant only calls tools.</param>
    public ConversationMessage(string role, IReadOnlyList<ConversationPart> parts)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentNullException.ThrowIfNull(parts);
        (Role, Parts) = (role, parts);
    }

    /// <summary>Who speaks, for example <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>. Which of them there are is the model's matter.</summary>
    public string Role { get; init; }

    /// <summary>Texts and images in their order. Without an image a template is given their text as one, so that those that know texts alone read it.</summary>
    public IReadOnlyList<ConversationPart> Parts { get; init; }

    /// <summary>What the assistant thought before it spoke; a template gets it as <c>reasoning_content</c>, and most leave it out of earlier turns.</summary>
    /// <value>The default value is null: none.</value>
    public string? Reasoning { get; init; }

    /// <summary>The tools that the assistant calls.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<ConversationToolCall> ToolCalls { get; init; } = [];

    /// <summary>Of a tool's result: the call that it answers.</summary>
    /// <value>The default value is null.</value>
    public string? ToolCallId { get; init; }

    /// <summary>The name of who speaks, or of the tool whose result it is.</summary>
    /// <value>The default value is null.</value>
    public string? Name { get; init; }

    /// <summary>The texts, joined.</summary>
    public string Text => Parts is [{ Text: { } only }] ? only : string.Concat(Parts.Select(part => part.Text));
}
