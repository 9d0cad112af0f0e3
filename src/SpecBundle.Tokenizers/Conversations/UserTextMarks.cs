using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Tells what a user wrote from what a template wrote: a mark that no text has stands inside of each special token that is
/// spelled in a message. What is rendered of marked messages is the same text, and its special tokens are the template's own.
/// </summary>
internal sealed class UserTextMarks
{
    // Noncharacters: a text that is exchanged between programs has none.
    private const char FirstMark = '\ufdd0';
    private const char LastMark = '\ufdef';
    private readonly IReadOnlyList<string> _tokens;

    public UserTextMarks(IEnumerable<string> specialTokens) => _tokens = [.. specialTokens.Where(token => token.Length > 0)];

    /// <summary>The rendered text, marked where a message spells a special token; the text as it is where none does, or where the template itself looks for what is spelled.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="text">What is rendered of it.</param>
    /// <param name="render">Renders messages.</param>
    /// <returns>The text, and the mark in it.</returns>
    public (string Text, char Mark) Render(IReadOnlyList<ConversationMessage> messages, string text, Func<IReadOnlyList<ConversationMessage>, string> render)
    {
        var mark = FirstMark;
        while (mark < LastMark && text.Contains(mark, StringComparison.Ordinal))
        {
            mark++;
        }

        var marked = messages.Select(message => Marked(message, mark)).ToList();
        if (!marked.Where((message, index) => !ReferenceEquals(message, messages[index])).Any())
        {
            return (text, mark);
        }

        if (TryRender(marked, text, mark, render) is { } whole)
        {
            return (whole, mark);
        }

        // The template reads some message itself, for example to cut what was thought out of it: that one stays as it is.
        var kept = messages.ToList();
        for (var i = 0; i < kept.Count; i++)
        {
            kept[i] = marked[i];
            if (TryRender(kept, text, mark, render) is null)
            {
                kept[i] = messages[i];
            }
        }

        return (TryRender(kept, text, mark, render) ?? text, mark);
    }

    private static string? TryRender(IReadOnlyList<ConversationMessage> messages, string text, char mark, Func<IReadOnlyList<ConversationMessage>, string> render)
    {
        try
        {
            var rendered = render(messages);
            return rendered.Replace(mark.ToString(), "", StringComparison.Ordinal) == text ? rendered : null;
        }
        catch (TokenizerException)
        {
            return null;
        }
    }

    private ConversationMessage Marked(ConversationMessage message, char mark)
    {
        var parts = message.Parts.Select(part => part.Text is { } text && Marked(text, mark) is var marked && !ReferenceEquals(marked, text) ? ConversationPart.OfText(marked) : part).ToList();
        var reasoning = message.Reasoning is { } thought ? Marked(thought, mark) : null;
        return parts.Where((part, index) => !ReferenceEquals(part, message.Parts[index])).Any() || !ReferenceEquals(reasoning, message.Reasoning)
            ? message with { Parts = parts, Reasoning = reasoning } : message;
    }

    private string Marked(string text, char mark)
    {
        StringBuilder? marked = null;
        var added = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var spelled = false;
            foreach (var token in _tokens)
            {
                spelled |= token[0] == text[at] && Begins(text, at, token);
            }

            if (spelled)
            {
                (marked ??= new StringBuilder(text)).Insert(at + 1 + added++, mark);
            }
        }

        return marked?.ToString() ?? text;
    }

    /// <summary>Whether a token stands at a place, or what is left of the text is its beginning: what follows in the template could be its end.</summary>
    private static bool Begins(string text, int at, string token)
    {
        var rest = text.AsSpan(at);
        return rest.StartsWith(token) || (rest.Length < token.Length && token.AsSpan().StartsWith(rest.TrimEnd()) && rest.TrimEnd().Length > 0);
    }
}
