using System.Buffers;
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

    private readonly SearchValues<char> _firstCharacters;

    public UserTextMarks(IEnumerable<string> specialTokens)
    {
        _tokens = [.. specialTokens.Where(token => token.Length > 0)];
        _firstCharacters = SearchValues.Create([.. _tokens.Select(token => token[0]).Distinct()]);
    }

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
        // What follows in the template could be the end of a token that the text begins; some templates trim the text first.
        var end = text.AsSpan().TrimEnd().Length;
        StringBuilder? marked = null;
        var copied = 0;
        for (var at = 0; at < end; at++)
        {
            if (_firstCharacters.Contains(text[at]) && _tokens.Any(token => Begins(text.AsSpan(at), end - at, token)))
            {
                (marked ??= new StringBuilder(text.Length + 16)).Append(text, copied, at + 1 - copied).Append(mark);
                copied = at + 1;
            }
        }

        return marked?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static bool Begins(ReadOnlySpan<char> rest, int length, string token) => rest.StartsWith(token) || (length < token.Length && token.AsSpan().StartsWith(rest[..length]));
}
