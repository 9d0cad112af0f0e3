namespace SpeculativeDecoding.Templates;

/// <summary>Cuts texts as Python cuts them.</summary>
internal static class TextSplits
{
    /// <param name="text">The text.</param>
    /// <param name="separator">What stands between the parts; null for runs of white space.</param>
    /// <param name="most">How often it is cut at most; negative for always.</param>
    public static List<object?> Split(string text, string? separator, int most)
    {
        if (separator is null)
        {
            return SplitSpace(text, most);
        }

        Require(separator);
        var parts = new List<object?>();
        var at = 0;
        while (most-- != 0 && text.IndexOf(separator, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            parts.Add(text[at..found]);
            at = found + separator.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    public static List<object?> SplitEnd(string text, string? separator, int most)
    {
        if (most < 0)
        {
            return Split(text, separator, most);
        }

        var parts = new List<object?>();
        if (separator is null)
        {
            for (var end = text.Length; ;)
            {
                while (end > 0 && PythonText.IsSpace(text[end - 1]))
                {
                    end--;
                }

                if (end == 0 || most-- == 0)
                {
                    parts.AddRange(end == 0 ? [] : [text[..end]]);
                    break;
                }

                var start = end;
                while (start > 0 && !PythonText.IsSpace(text[start - 1]))
                {
                    start--;
                }

                parts.Add(text[start..end]);
                end = start;
            }
        }
        else
        {
            Require(separator);
            var end = text.Length;
            while (most-- != 0 && text.AsSpan(0, end).LastIndexOf(separator) is >= 0 and var found)
            {
                parts.Add(text[(found + separator.Length)..end]);
                end = found;
            }

            parts.Add(text[..end]);
        }

        parts.Reverse();
        return parts;
    }

    /// <summary>The lines, at all that Python takes for the end of one.</summary>
    public static List<object?> Lines(string text, bool keepsEnds)
    {
        var lines = new List<object?>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r' or '\v' or '\f' or (>= '\u001c' and <= '\u001e') or '\u0085' or '\u2028' or '\u2029')
            {
                var end = i;
                i += text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                lines.Add(text[start..(keepsEnds ? i + 1 : end)]);
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines;
    }

    public static TemplateTuple Partition(string text, string separator, bool isLast)
    {
        Require(separator);
        var index = isLast ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return index >= 0 ? new TemplateTuple(text[..index], separator, text[(index + separator.Length)..])
            : isLast ? new TemplateTuple("", "", text) : new TemplateTuple(text, "", "");
    }

    private static List<object?> SplitSpace(string text, int most)
    {
        var parts = new List<object?>();
        for (var at = 0; ;)
        {
            while (at < text.Length && PythonText.IsSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return parts;
            }

            if (most-- == 0)
            {
                parts.Add(text[at..]);
                return parts;
            }

            var start = at;
            while (at < text.Length && !PythonText.IsSpace(text[at]))
            {
                at++;
            }

            parts.Add(text[start..at]);
        }
    }

    private static void Require(string separator)
    {
        if (separator.Length == 0)
        {
            throw new JinjaException("empty separator");
        }
    }
}
