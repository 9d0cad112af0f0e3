namespace SpeculativeDecoding.Templates;

/// <summary>What can be gone through, counted, and asked for a part.</summary>
internal static class PythonIteration
{
    /// <summary>The items of a value, one after the other; null where it has none.</summary>
    public static IEnumerable<object?>? TryItems(object? value) => value switch
    {
        TemplateSequence sequence => sequence.Items,
        string text => PythonText.CodePoints(text),
        TemplateMap map => map.Keys,
        MapView view => view.Items,
        TemplateRange range => range.Items,
        TemplateIterator iterator => iterator.Rest(),
        LoopState loop => loop.Rest(),
        Undefined { IsForbidden: true } undefined => throw undefined.Error(),
        Undefined => [],
        _ => null,
    };

    public static IEnumerable<object?> Items(object? value) => TryItems(value) ?? throw new JinjaException($"'{PythonType.NameOf(value)}' object is not iterable");

    public static IReadOnlyList<object?> List(object? value) => value is TemplateSequence sequence ? sequence.Items : Items(value) as IReadOnlyList<object?> ?? [.. Items(value)];

    public static int? TryCount(object? value) => value switch
    {
        string text => PythonText.Length(text),
        TemplateSequence sequence => sequence.Count,
        TemplateMap map => map.Count,
        MapView view => view.Count,
        TemplateRange range => range.Count,
        LoopState loop => loop.Count,
        Undefined { IsForbidden: true } undefined => throw undefined.Error(),
        Undefined => 0,
        _ => null,
    };

    public static int Count(object? value) => TryCount(value) ?? throw new JinjaException($"object of type '{PythonType.NameOf(value)}' has no len()");

    public static bool Contains(object? owner, object? item) => owner switch
    {
        string text => item switch
        {
            string part => text.Contains(part, StringComparison.Ordinal),
            Undefined undefined => throw undefined.Error(),
            _ => throw new JinjaException($"'in <string>' requires string as left operand, not {PythonType.NameOf(item)}"),
        },
        TemplateMap map => map.TryGet(item, out _),
        null => throw new JinjaException("argument of type 'NoneType' is not iterable"),
        _ => (TryItems(owner) ?? throw new JinjaException($"argument of type '{PythonType.NameOf(owner)}' is not iterable")).Any(other => ReferenceEquals(other, item) || PythonEquality.Equal(other, item)),
    };
}
