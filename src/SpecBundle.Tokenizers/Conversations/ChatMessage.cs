namespace SpeculativeDecoding;

/// <summary>One message of a conversation.</summary>
internal sealed record ChatMessage
{
    /// <summary>Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What is said.</summary>
    public required string Content { get; init; }

    /// <summary>How many images are shown before the text.</summary>
    /// <value>The default value is 0.</value>
    public int ImageCount { get; init; }
}
