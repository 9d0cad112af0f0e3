namespace SpeculativeDecoding;

internal enum TemplatePieceKind
{
    Text,
    Output,
    Statement,
}

/// <summary>Text of a template, or what stands between <c>{{ }}</c> or <c>{% %}</c>.</summary>
internal sealed record TemplatePiece(TemplatePieceKind Kind, string Content)
{
    /// <summary>Splits a template, with the treatment of white space that chat templates are written for: a statement takes its line's indentation and the line break after it.</summary>
    public static List<TemplatePiece> Split(string source)
    {
        var pieces = new List<TemplatePiece>();
        var at = 0;
        while (true)
        {
            var open = NextOpening(source, at);
            if (open < 0)
            {
                AddText(pieces, source[at..]);
                return pieces;
            }

            var kind = source[open + 1];
            var close = ClosingOf(source, open, kind);
            var text = source[at..open];
            var inner = source[(open + 2)..close];
            at = close + 2;
            if (inner.StartsWith('-'))
            {
                (text, inner) = (text.TrimEnd(), inner[1..]);
            }
            else if (kind != '{')
            {
                text = WithoutIndentation(text, source, open);
            }

            AddText(pieces, text);
            if (inner.EndsWith('-'))
            {
                inner = inner[..^1];
                at = SkipSpace(source, at);
            }
            else if (kind != '{' && at < source.Length && source[at] == '\n')
            {
                at++;
            }

            if (kind != '#')
            {
                pieces.Add(new TemplatePiece(kind == '{' ? TemplatePieceKind.Output : TemplatePieceKind.Statement, inner));
            }
        }
    }

    private static int NextOpening(string source, int from)
    {
        for (var i = from; i + 1 < source.Length; i++)
        {
            if (source[i] == '{' && (source[i + 1] is '{' or '%' or '#'))
            {
                return i;
            }
        }

        return -1;
    }

    private static int ClosingOf(string source, int open, char kind)
    {
        var end = kind == '{' ? "}}" : $"{kind}}}";
        char? quote = null;
        for (var i = open + 2; i + 1 < source.Length; i++)
        {
            if (quote is null && string.CompareOrdinal(source, i, end, 0, 2) == 0)
            {
                return i;
            }

            // A closing mark inside of a quoted text is text.
            if (kind != '#' && (source[i] is '\'' or '"') && (quote is null || quote == source[i]))
            {
                quote = quote is null ? source[i] : null;
            }
            else if (quote is not null && source[i] == '\\')
            {
                i++;
            }
        }

        throw new TemplateException($"a '{source[open]}{kind}' is not closed.");
    }

    private static string WithoutIndentation(string text, string source, int open)
    {
        var lineStart = open;
        while (lineStart > 0 && (source[lineStart - 1] is ' ' or '\t'))
        {
            lineStart--;
        }

        return lineStart == 0 || source[lineStart - 1] == '\n' ? text.TrimEnd(' ', '\t') : text;
    }

    private static int SkipSpace(string source, int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
        {
            at++;
        }

        return at;
    }

    private static void AddText(List<TemplatePiece> pieces, string text)
    {
        if (text.Length > 0)
        {
            pieces.Add(new TemplatePiece(TemplatePieceKind.Text, text));
        }
    }
}
