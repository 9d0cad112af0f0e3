namespace SpeculativeDecoding;

/// <summary>A part of a message: a text, or the place of an image.</summary>
public sealed record ConversationPart
{
    private ConversationPart(string? text) => Text = text;

    /// <summary>The place of an image. The image itself goes with the request (<c>GenerateRequest.Images</c>), in the order of these places.</summary>
    public static ConversationPart Image { get; } = new((string?)null);

    /// <summary>The text; null for the place of an image.</summary>
    public string? Text { get; }

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The part.</returns>
    public static ConversationPart OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ConversationPart(text);
    }
}
