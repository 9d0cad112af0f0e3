namespace SpeculativeDecoding.Templates;

/// <summary>Which of two values Python takes for the smaller.</summary>
internal static class PythonOrder
{
    public static bool Holds(object? left, string sign, object? right)
    {
        StackGuard.Ensure();
        if (left is string first && right is string second)
        {
            return Holds(PythonText.Compare(first, second), sign);
        }

        if (PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right))
        {
            return PythonNumber.Compare(left!, right!) is { } order && Holds(order, sign);
        }

        if (left is TemplateSequence some && right is TemplateSequence others && some.GetType() == others.GetType())
        {
            for (var i = 0; i < some.Count && i < others.Count; i++)
            {
                if (!PythonEquality.Equal(some.Items[i], others.Items[i]))
                {
                    return Holds(some.Items[i], sign, others.Items[i]);
                }
            }

            return Holds(some.Count.CompareTo(others.Count), sign);
        }

        throw (left as Undefined ?? right as Undefined)?.Error()
            ?? new JinjaException($"'{sign}' not supported between instances of '{PythonType.NameOf(left)}' and '{PythonType.NameOf(right)}'");
    }

    /// <summary>Sorts, items that are equal in the order in which they stand.</summary>
    public static List<object?> Sorted(IEnumerable<object?> items, Func<object?, object?> key, bool isReversed)
    {
        var keyed = items.Select(item => (Item: item, Key: key(item))).ToList();
        var comparer = Comparer<object?>.Create((left, right) => Holds(left, "<", right) ? -1 : Holds(right, "<", left) ? 1 : 0);
        try
        {
            return [.. (isReversed ? keyed.OrderByDescending(pair => pair.Key, comparer) : keyed.OrderBy(pair => pair.Key, comparer)).Select(pair => pair.Item)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is JinjaException inner)
        {
            throw new JinjaException(inner.Reason, inner.Kind);
        }
    }

    private static bool Holds(int order, string sign) => sign switch
    {
        "<" => order < 0,
        ">" => order > 0,
        "<=" => order <= 0,
        _ => order >= 0,
    };
}
