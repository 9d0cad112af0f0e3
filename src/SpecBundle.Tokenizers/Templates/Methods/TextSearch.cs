namespace SpeculativeDecoding.Templates;

/// <summary>Where a text has another in it, between two places that count code points.</summary>
internal static class TextSearch
{
    /// <summary>The part between the second and the third argument.</summary>
    public static string Part(string text, object?[] arguments, out bool isOutside)
    {
        isOutside = false;
        if (arguments[1] is null or Absent && arguments[2] is null or Absent)
        {
            return text;
        }

        isOutside = arguments[1] is not (null or Absent) && ArgumentReader.Integer(arguments[1]) > PythonText.Length(text);
        return (string)new PythonSlice(ArgumentReader.Or(arguments[1], null), ArgumentReader.Or(arguments[2], null), null).Of(text)!;
    }

    public static object Find(string text, object?[] arguments, bool isLast)
    {
        var sought = ArgumentReader.Text(arguments[0]);
        var part = Part(text, arguments, out var isOutside);
        var index = isOutside ? -1 : isLast ? part.LastIndexOf(sought, StringComparison.Ordinal) : part.IndexOf(sought, StringComparison.Ordinal);
        if (isLast && sought.Length == 0 && !isOutside)
        {
            index = part.Length;
        }

        return PythonNumber.Box(index < 0 ? -1 : PythonText.CodePointOf(part, index) + Start(text, arguments));
    }

    public static object Index(string text, object?[] arguments, bool isLast) =>
        Find(text, arguments, isLast) is long and >= 0 and var index ? PythonNumber.Box(index) : throw new JinjaException("substring not found");

    public static object Count(string text, object?[] arguments)
    {
        var sought = ArgumentReader.Text(arguments[0]);
        var part = Part(text, arguments, out var isOutside);
        if (sought.Length == 0)
        {
            return PythonNumber.Box(isOutside ? 0 : PythonText.Length(part) + 1);
        }

        var count = 0;
        for (var at = 0; (at = part.IndexOf(sought, at, StringComparison.Ordinal)) >= 0; at += sought.Length)
        {
            count++;
        }

        return PythonNumber.Box(count);
    }

    private static int Start(string text, object?[] arguments)
    {
        if (arguments[1] is null or Absent)
        {
            return 0;
        }

        var start = ArgumentReader.Integer(arguments[1]);
        return start >= 0 ? start : Math.Max(0, start + PythonText.Length(text));
    }
}
