using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Templates;

/// <summary>The filters that make texts.</summary>
internal static partial class TextFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["trim"] = FilterTable.With(new("trim", "chars?"), (_, value, chars) => PythonText.Trim(PythonRepr.Text(value), ArgumentReader.TextOrNone(chars[0]))),
        ["upper"] = FilterTable.With(new("upper"), (_, value, _) => PythonText.Upper(PythonRepr.Text(value))),
        ["lower"] = FilterTable.With(new("lower"), (_, value, _) => PythonText.Lower(PythonRepr.Text(value))),
        ["capitalize"] = FilterTable.With(new("capitalize"), (_, value, _) => PythonText.Capitalize(PythonRepr.Text(value))),
        ["title"] = FilterTable.With(new("title"), (_, value, _) => Title(PythonRepr.Text(value))),
        ["string"] = FilterTable.With(new("string"), (_, value, _) => PythonRepr.Text(value)),
        ["replace"] = FilterTable.With(new("replace", "old", "new", "count?"), (context, value, arguments) =>
            TextEdits.Replace(context, PythonRepr.Text(value), PythonRepr.Text(arguments[0]), PythonRepr.Text(arguments[1]), arguments[2] is null ? -1 : ArgumentReader.Integer(arguments[2], -1))),
        ["center"] = FilterTable.With(new("center", "width?"), (context, value, arguments) => StringMethods.Find("center")!(context, PythonRepr.Text(value), CallArguments.Of(ArgumentReader.Or(arguments[0], 80L)))),
        ["indent"] = FilterTable.With(new("indent", "width?", "first?", "blank?"), Indent),
        ["truncate"] = FilterTable.With(new("truncate", "length?", "killwords?", "end?", "leeway?"), Truncate),
        ["wordwrap"] = FilterTable.With(new("wordwrap", "width?", "break_long_words?", "wrapstring?", "break_on_hyphens?"), WordWrap),
        ["wordcount"] = FilterTable.With(new("wordcount"), (_, value, _) => PythonNumber.Box(Word().Count(PythonRepr.Text(value)))),
        ["urlencode"] = FilterTable.With(new("urlencode"), (_, value, _) => UrlEncoding.Encode(value)),
        ["format"] = (context, value, arguments) => PercentFormat.Format(context, PythonRepr.Text(value), arguments switch
        {
            { Positional.Length: > 0, Named.Count: > 0 } => throw new JinjaException("can't handle positional and keyword arguments at the same time"),
            { Named.Count: > 0 } => Map(arguments.Named),
            _ => new TemplateTuple(arguments.Positional),
        }),
        ["pprint"] = FilterTable.With(new("pprint"), (_, value, _) => PythonRepr.Of(value)),
    };

    private static TemplateMap Map(IReadOnlyList<(string Name, object? Value)> named)
    {
        var map = new TemplateMap(named.Count);
        foreach (var (name, value) in named)
        {
            map[name] = value;
        }

        return map;
    }

    /// <summary>Unlike the method: words begin behind white space and opening marks.</summary>
    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (Match part in WordStart().Matches(text))
        {
            result.Append(PythonText.Capitalize(part.Value));
        }

        return result.ToString();
    }

    private static object Indent(RenderContext context, object? value, object?[] arguments)
    {
        var text = ArgumentReader.Text(value);
        var indentation = arguments[0] is string given ? given : PythonText.Repeat(" ", Bounded(context, ArgumentReader.Integer(arguments[0], 4)));
        var lines = TextSplits.Lines(text + "\n", keepsEnds: false);
        context.Charge(text.Length + ((long)lines.Count * indentation.Length));
        var blank = ArgumentReader.Truth(arguments[2]);
        var indented = lines.Select((line, index) => index > 0 && (blank || ((string)line!).Length > 0) ? indentation + line : (string)line!);
        return (ArgumentReader.Truth(arguments[1]) ? indentation : "") + string.Join('\n', indented);
    }

    private static int Bounded(RenderContext context, int width)
    {
        context.Check(width);
        return width;
    }

    private static object? Truncate(RenderContext context, object? value, object?[] arguments)
    {
        var length = ArgumentReader.Integer(arguments[0], 255);
        var end = arguments[2] is Absent ? "..." : ArgumentReader.Text(arguments[2]);
        var leeway = arguments[3] is null ? 5 : ArgumentReader.Integer(arguments[3], 5);
        if (length < PythonText.Length(end) || leeway < 0)
        {
            throw new JinjaException($"expected length >= {PythonText.Length(end)}, got {length}");
        }

        if (PythonIteration.Count(value) <= (long)length + leeway)
        {
            return value;
        }

        var text = ArgumentReader.Text(value);
        var kept = text[..PythonText.IndexOf(text, length - PythonText.Length(end))];
        return (ArgumentReader.Truth(arguments[1]) ? kept : (string)TextSplits.SplitEnd(kept, " ", 1)[0]!) + end;
    }

    private static object WordWrap(RenderContext context, object? value, object?[] arguments)
    {
        var text = ArgumentReader.Text(value);
        // A word that is broken is copied for each of its lines.
        context.Charge((long)text.Length * (1 + (text.Length / Math.Max(1, ArgumentReader.Integer(arguments[0], 79)))));
        var separator = ArgumentReader.TextOrNone(arguments[2]) ?? "\n";
        var wrapper = new TextWrapper(ArgumentReader.Integer(arguments[0], 79), ArgumentReader.Truth(arguments[1], absent: true), ArgumentReader.Truth(arguments[3], absent: true));
        return TextEdits.Join(context, separator, TextSplits.Lines(text, keepsEnds: false).Select(object? (line) => string.Join(separator, wrapper.Wrap((string)line!))));
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[-\s({\[<]+|[^-\s({\[<]+")]
    private static partial Regex WordStart();
}
