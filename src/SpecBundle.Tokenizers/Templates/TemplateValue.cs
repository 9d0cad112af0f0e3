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

    public static object Add(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => first + second,
        (int first, int second) => first + second,
        _ => throw new TemplateException("it adds what can't be added."),
    };
}
