using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>Makes new texts of texts, within the bounds of the render.</summary>
internal static class TextEdits
{
    public static string Replace(RenderContext context, string text, string old, string replacement, int count)
    {
        if (count == 0)
        {
            return text;
        }

        var result = new StringBuilder();
        var at = 0;
        if (old.Length == 0)
        {
            foreach (var point in PythonText.CodePoints(text))
            {
                result.Append(count != 0 ? replacement : "").Append(point);
                count -= count > 0 ? 1 : 0;
                context.Check(result.Length);
            }

            context.Charge(result.Length);
            return result.Append(count != 0 ? replacement : "").ToString();
        }

        while (count-- != 0 && text.IndexOf(old, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            result.Append(text, at, found - at).Append(replacement);
            context.Check(result.Length);
            at = found + old.Length;
        }

        context.Charge(result.Length);
        return at == 0 ? text : result.Append(text, at, text.Length - at).ToString();
    }

    public static string Join(RenderContext context, string separator, IEnumerable<object?> items)
    {
        var result = new StringBuilder();
        var index = 0;
        foreach (var item in items)
        {
            if (item is not string)
            {
                throw (item as Undefined)?.Error() ?? new JinjaException($"sequence item {index}: expected str instance, {PythonType.NameOf(item)} found");
            }

            result.Append(index++ == 0 ? "" : separator).Append((string)item);
            context.Check(result.Length);
        }

        context.Charge(result.Length);
        return result.ToString();
    }

    /// <param name="context">The render.</param>
    /// <param name="text">The text.</param>
    /// <param name="arguments">The width, and what fills it.</param>
    /// <param name="left">How much of the room goes to the left.</param>
    public static string Pad(RenderContext context, string text, object?[] arguments, Func<int, int, int> left)
    {
        var fill = arguments[1] is Absent ? " " : ArgumentReader.Text(arguments[1]);
        if (PythonText.Length(fill) != 1)
        {
            throw new JinjaException("The fill character must be exactly one character long");
        }

        var width = ArgumentReader.Integer(arguments[0]);
        if (width <= PythonText.Length(text))
        {
            return text;
        }

        context.Charge(width);
        var room = width - PythonText.Length(text);
        var before = left(room, width);
        return PythonText.Repeat(fill, before) + text + PythonText.Repeat(fill, room - before);
    }

    public static string ZeroFill(RenderContext context, string text, int width)
    {
        if (width <= PythonText.Length(text))
        {
            return text;
        }

        context.Charge(width);
        var room = width - PythonText.Length(text);
        var sign = text is ['+' or '-', ..] ? 1 : 0;
        return text[..sign] + new string('0', room) + text[sign..];
    }

    public static string ExpandTabs(RenderContext context, string text, int size)
    {
        var result = new StringBuilder();
        var column = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\t')
            {
                var width = size > 0 ? size - (column % size) : 0;
                context.Check((long)result.Length + width);
                result.Append(' ', width);
                column += width;
            }
            else
            {
                result.Append(rune);
                column = rune.Value is '\n' or '\r' ? 0 : column + 1;
            }
        }

        context.Charge(result.Length);
        return result.ToString();
    }
}
