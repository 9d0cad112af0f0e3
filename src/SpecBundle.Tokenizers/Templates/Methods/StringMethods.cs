using System.Text;

namespace SpeculativeDecoding.Templates;

internal delegate object? StringMethod(RenderContext context, string text, CallArguments arguments);

/// <summary>The methods of Python's texts.</summary>
internal static class StringMethods
{
    private static readonly Dictionary<string, StringMethod> All = new(StringComparer.Ordinal)
    {
        ["strip"] = With(new("strip", "chars?"), (_, text, chars) => PythonText.Trim(text, ArgumentReader.TextOrNone(chars[0]))),
        ["lstrip"] = With(new("lstrip", "chars?"), (_, text, chars) => PythonText.TrimStart(text, ArgumentReader.TextOrNone(chars[0]))),
        ["rstrip"] = With(new("rstrip", "chars?"), (_, text, chars) => PythonText.TrimEnd(text, ArgumentReader.TextOrNone(chars[0]))),
        ["upper"] = With(new("upper"), (_, text, _) => PythonText.Upper(text)),
        ["lower"] = With(new("lower"), (_, text, _) => PythonText.Lower(text)),
        ["casefold"] = With(new("casefold"), (_, text, _) => PythonText.Lower(text.Replace("\u00df", "ss", StringComparison.Ordinal))),
        ["capitalize"] = With(new("capitalize"), (_, text, _) => PythonText.Capitalize(text)),
        ["title"] = With(new("title"), (_, text, _) => PythonText.Title(text)),
        ["swapcase"] = With(new("swapcase"), (_, text, _) => string.Concat(text.EnumerateRunes().Select(rune => (Rune.IsUpper(rune) ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString()))),
        ["startswith"] = With(new("startswith", "prefix", "start?", "end?"), (_, text, arguments) => IsAt("startswith", text, arguments, static (part, affix) => part.StartsWith(affix, StringComparison.Ordinal))),
        ["endswith"] = With(new("endswith", "suffix", "start?", "end?"), (_, text, arguments) => IsAt("endswith", text, arguments, static (part, affix) => part.EndsWith(affix, StringComparison.Ordinal))),
        ["removeprefix"] = With(new("removeprefix", "prefix"), (_, text, arguments) => ArgumentReader.Text(arguments[0]) is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text),
        ["removesuffix"] = With(new("removesuffix", "suffix"), (_, text, arguments) => ArgumentReader.Text(arguments[0]) is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text),
        ["replace"] = With(new("replace", "old", "new", "count?"), (context, text, arguments) => TextEdits.Replace(context, text, ArgumentReader.Text(arguments[0]), ArgumentReader.Text(arguments[1]), ArgumentReader.Integer(arguments[2], -1))),
        ["split"] = With(new("split", "sep?", "maxsplit?"), (_, text, arguments) => new TemplateList(TextSplits.Split(text, ArgumentReader.TextOrNone(arguments[0]), ArgumentReader.Integer(arguments[1], -1)))),
        ["rsplit"] = With(new("rsplit", "sep?", "maxsplit?"), (_, text, arguments) => new TemplateList(TextSplits.SplitEnd(text, ArgumentReader.TextOrNone(arguments[0]), ArgumentReader.Integer(arguments[1], -1)))),
        ["splitlines"] = With(new("splitlines", "keepends?"), (_, text, arguments) => new TemplateList(TextSplits.Lines(text, ArgumentReader.Truth(arguments[0])))),
        ["partition"] = With(new("partition", "sep"), (_, text, arguments) => TextSplits.Partition(text, ArgumentReader.Text(arguments[0]), isLast: false)),
        ["rpartition"] = With(new("rpartition", "sep"), (_, text, arguments) => TextSplits.Partition(text, ArgumentReader.Text(arguments[0]), isLast: true)),
        ["join"] = With(new("join", "iterable"), (context, text, arguments) => TextEdits.Join(context, text, PythonIteration.Items(arguments[0]))),
        ["find"] = With(new("find", "sub", "start?", "end?"), (_, text, arguments) => TextSearch.Find(text, arguments, isLast: false)),
        ["rfind"] = With(new("rfind", "sub", "start?", "end?"), (_, text, arguments) => TextSearch.Find(text, arguments, isLast: true)),
        ["index"] = With(new("index", "sub", "start?", "end?"), (_, text, arguments) => TextSearch.Index(text, arguments, isLast: false)),
        ["rindex"] = With(new("rindex", "sub", "start?", "end?"), (_, text, arguments) => TextSearch.Index(text, arguments, isLast: true)),
        ["count"] = With(new("count", "sub", "start?", "end?"), (_, text, arguments) => TextSearch.Count(text, arguments)),
        ["center"] = With(new("center", "width", "fillchar?"), (context, text, arguments) => TextEdits.Pad(context, text, arguments, static (room, width) => (room / 2) + (room & width & 1))),
        ["ljust"] = With(new("ljust", "width", "fillchar?"), (context, text, arguments) => TextEdits.Pad(context, text, arguments, static (_, _) => 0)),
        ["rjust"] = With(new("rjust", "width", "fillchar?"), (context, text, arguments) => TextEdits.Pad(context, text, arguments, static (room, _) => room)),
        ["zfill"] = With(new("zfill", "width"), (context, text, arguments) => TextEdits.ZeroFill(context, text, ArgumentReader.Integer(arguments[0]))),
        ["expandtabs"] = With(new("expandtabs", "tabsize?"), (context, text, arguments) => TextEdits.ExpandTabs(context, text, ArgumentReader.Integer(arguments[0], 8))),
        ["format"] = (context, text, arguments) => BraceFormat.Format(context, text, arguments),
        ["format_map"] = With(new("format_map", "mapping"), (context, text, arguments) => BraceFormat.Format(context, text, new CallArguments([], [.. ((arguments[0] as TemplateMap) ?? new TemplateMap()).Pairs.Select(pair => (PythonRepr.Text(pair.Key), pair.Value))]))),
        ["isdigit"] = Is(static rune => Rune.IsDigit(rune) || char.IsAsciiDigit((char)Math.Min(rune.Value, 0xffff)) || rune.Value is 0xb2 or 0xb3 or 0xb9 || rune.Value is (>= 0x2070 and <= 0x2079 and not 0x2071) or (>= 0x2080 and <= 0x2089)),
        ["isdecimal"] = Is(Rune.IsDigit),
        ["isnumeric"] = Is(Rune.IsNumber),
        ["isalpha"] = Is(Rune.IsLetter),
        ["isalnum"] = Is(static rune => Rune.IsLetter(rune) || Rune.IsNumber(rune)),
        ["isspace"] = Is(static rune => rune.IsBmp && PythonText.IsSpace((char)rune.Value)),
        ["isascii"] = (_, text, _) => PythonTruth.Box(Ascii.IsValid(text)),
        ["isupper"] = (_, text, _) => PythonTruth.Box(text.EnumerateRunes().Any(Rune.IsUpper) && !text.EnumerateRunes().Any(Rune.IsLower)),
        ["islower"] = (_, text, _) => PythonTruth.Box(text.EnumerateRunes().Any(Rune.IsLower) && !text.EnumerateRunes().Any(Rune.IsUpper)),
        ["istitle"] = (_, text, _) => PythonTruth.Box(text.EnumerateRunes().Any(Rune.IsLetter) && text == PythonText.Title(text)),
        ["isidentifier"] = (_, text, _) => PythonTruth.Box(text.Length > 0 && !char.IsDigit(text[0]) && text.All(static character => char.IsLetterOrDigit(character) || character == '_')),
        ["isprintable"] = (_, text, _) => PythonTruth.Box(PythonRepr.Quoted(text.Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal)).Length == text.Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).Length + 2),
    };

    public static StringMethod? Find(string name) => All.GetValueOrDefault(name);

    private static StringMethod With(Signature signature, Func<RenderContext, string, object?[], object?> method) => (context, text, arguments) => method(context, text, signature.Bind(arguments));

    private static StringMethod Is(Func<Rune, bool> holds) => (_, text, _) => PythonTruth.Box(text.Length > 0 && text.EnumerateRunes().All(holds));

    private static object IsAt(string method, string text, object?[] arguments, Func<string, string, bool> holds)
    {
        var part = TextSearch.Part(text, arguments, out var isOutside);
        return arguments[0] switch
        {
            string affix => PythonTruth.Box(!isOutside && holds(part, affix)),
            TemplateTuple tuple => PythonTruth.Box(!isOutside && tuple.Items.Any(affix => holds(part, ArgumentReader.Text(affix)))),
            Undefined undefined => throw undefined.Error(),
            _ => throw new JinjaException($"{method} first arg must be str or a tuple of str, not {PythonType.NameOf(arguments[0])}"),
        };
    }
}
