using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Values of a template: strings, integers, truth values, lists, maps, and null for what is not defined.</summary>
internal static class TemplateValue
{
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        int number => number != 0,
        List<object> list => list.Count > 0,
        _ => true,
    };

    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "True" : "False",
        _ => throw new TemplateException("it writes out something that is not text."),
    };

    public static object? Member(object? value, object? key) => (value, key) switch
    {
        (Dictionary<string, object?> map, string name) => map.GetValueOrDefault(name),
        (List<object> list, int index) => index < 0 ? list.ElementAtOrDefault(list.Count + index) : list.ElementAtOrDefault(index),
        _ => throw new TemplateException("it reads a member of something that has none."),
    };

    public static int Length(object? value) => value switch
    {
        string text => text.Length,
        List<object> list => list.Count,
        Dictionary<string, object?> map => map.Count,
        _ => throw new TemplateException("it asks for the length of something that has none."),
    };

    public static bool Contains(object? owner, object? item) => (owner, item) switch
    {
        (string text, string part) => text.Contains(part, StringComparison.Ordinal),
        (List<object> list, _) => list.Exists(other => Equals(other, item)),
        (Dictionary<string, object?> map, string key) => map.ContainsKey(key),
        _ => throw new TemplateException("it looks for something where nothing can be."),
    };

    public static bool Compare(object? left, string sign, object? right) => (left, right) switch
    {
        (int first, int second) => sign switch
        {
            "<" => first < second,
            ">" => first > second,
            "<=" => first <= second,
            _ => first >= second,
        },
        _ => throw new TemplateException("it compares what can't be compared."),
    };

    public static object Calculate(object? left, string sign, object? right) => (left, sign, right) switch
    {
        (string first, "+", string second) => first + second,
        (int first, "+", int second) => unchecked(first + second),
        (int first, "-", int second) => unchecked(first - second),
        (int first, "*", int second) => unchecked(first * second),

        // Python's remainder has the sign of the divisor.
        (int first, "%", int second) when second != 0 => (int)((((long)first % second) + second) % second),
        _ => throw new TemplateException(sign == "+" ? "it adds what can't be added." : $"it calculates '{sign}' with what can't be."),
    };
}
