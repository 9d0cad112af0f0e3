namespace SpeculativeDecoding.Templates;

/// <summary>A text that is escaped for HTML, or counts as such: what is joined to it is escaped.</summary>
internal sealed class Markup(string text)
{
    private static readonly HashSet<string> EscapingMethods = new(StringComparer.Ordinal)
    {
        "capitalize", "title", "lower", "upper", "replace", "ljust", "rjust", "lstrip", "rstrip", "center", "strip", "expandtabs", "swapcase", "zfill", "casefold", "removeprefix", "removesuffix",
        "join", "split", "rsplit", "splitlines", "partition", "rpartition", "format",
    };

    public string Text => text;

    public static Markup Escape(object? value) => value as Markup ?? new Markup(Escaped(PythonRepr.Text(value)));

    public static string Escaped(string text) => text.AsSpan().IndexOfAny("&<>'\"") < 0 ? text
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    /// <summary>A value as plain text where it is one of these.</summary>
    public static object? Plain(object? value) => value is Markup markup ? markup.Text : value;

    /// <summary>The result of a method or filter that keeps to escaped text.</summary>
    public static object? Of(object? result) => result switch
    {
        string part => new Markup(part),
        TemplateSequence parts => parts.With([.. parts.Items.Select(item => item is string part ? new Markup(part) : item)]),
        _ => result,
    };

    /// <summary>Calls a method of the text; null where it has none of that name.</summary>
    public Function? Method(string name) => StringMethods.Find(name) is not { } method ? null : new Function(name, (context, arguments) =>
    {
        if (!EscapingMethods.Contains(name))
        {
            return method(context, text, Plain(arguments));
        }

        var result = method(context, text, new CallArguments([.. arguments.Positional.Select(EscapedArgument)], [.. arguments.Named.Select(argument => (argument.Name, EscapedArgument(argument.Value)))]));
        return Of(result);
    });

    public static CallArguments Plain(CallArguments arguments) =>
        arguments.Positional.Any(value => value is Markup) || arguments.Named.Any(argument => argument.Value is Markup)
            ? new CallArguments([.. arguments.Positional.Select(Plain)], [.. arguments.Named.Select(argument => (argument.Name, Plain(argument.Value)))])
            : arguments;

    private static object? EscapedArgument(object? value) => value switch
    {
        string or Markup => Escape(value).Text,
        TemplateSequence sequence => sequence.With([.. sequence.Items.Select(item => item is string or Markup ? Escape(item).Text : item)]),
        _ => value,
    };
}
