using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>A text, or the address of an image, which may hold the image itself.</summary>
internal sealed record WirePart(string Text, bool IsImage = false, string? Detail = null)
{
    private const string Image = "image";

    public static WirePart OfText(string text, string property) => new(TextCheck.Require(text, property));

    /// <summary>The parts of a message that a server reads, texts beside each other in one.</summary>
    /// <exception cref="InvalidValueException">A text can't be sent.</exception>
    public static IReadOnlyList<WirePart> Of(ChatMessage message)
    {
        var parts = new List<WirePart>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text when parts is [.., { IsImage: false } last]:
                    parts[^1] = OfText(last.Text + text.Text, nameof(TextContent));
                    break;
                case TextContent { Text.Length: > 0 } text:
                    parts.Add(OfText(text.Text, nameof(TextContent)));
                    break;
                case DataContent data when data.HasTopLevelMediaType(Image):
                    parts.Add(new WirePart(data.Uri, IsImage: true, DetailOf(data)));
                    break;
                case UriContent uri when uri.HasTopLevelMediaType(Image):
                    parts.Add(new WirePart(TextCheck.Require(uri.Uri.OriginalString, nameof(UriContent)), IsImage: true, DetailOf(uri)));
                    break;
            }
        }

        return parts;
    }

    private static string? DetailOf(AIContent content) => content.AdditionalProperties?.TryGetValue("detail", out var value) == true && value is string detail ? TextCheck.Require(detail, "detail") : null;
}
