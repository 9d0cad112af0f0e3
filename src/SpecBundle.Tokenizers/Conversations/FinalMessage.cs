namespace SpeculativeDecoding;

/// <summary>Ends a rendered conversation with its last message, so that the model goes on with it.</summary>
internal static class FinalMessage
{
    /// <returns>The text, whole where nothing is to be continued; null where the message is not in it.</returns>
    public static string? Cut(string text, IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        if (!options.ContinueFinalMessage)
        {
            return text;
        }

        var message = messages[^1].Text;
        var at = text.LastIndexOf(message.Trim(), StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        // What the template trims at the end is not shown, and not continued.
        var shown = message.TrimStart();
        return text[..(at + (string.CompareOrdinal(text, at, shown, 0, shown.Length) == 0 ? shown.Length : message.Trim().Length))];
    }
}
