namespace SpeculativeDecoding;

/// <summary>Part of a list or a text, as Python cuts it: <c>[1:]</c>, <c>[:-1]</c>, <c>[::-1]</c>.</summary>
internal static class TemplateSlice
{
    public static object Of(object? owner, object? from, object? to, object? step) => owner switch
    {
        List<object> list => Indices(list.Count, from, to, step).Select(index => list[index]).ToList(),
        string text => new string([.. Indices(text.Length, from, to, step).Select(index => text[index])]),
        _ => throw new TemplateException("it takes a part of something that has none."),
    };

    private static IEnumerable<int> Indices(int count, object? from, object? to, object? step)
    {
        var stride = Number(step) ?? 1;
        if (stride == 0)
        {
            throw new TemplateException("it takes a part in steps of 0.");
        }

        // Backwards, the ends are the last item and the place before the first.
        var (low, high) = stride > 0 ? (0, count) : (-1, count - 1);
        var end = Bound(to, count, low, high) ?? (stride > 0 ? high : low);
        for (long i = Bound(from, count, low, high) ?? (stride > 0 ? low : high); stride > 0 ? i < end : i > end; i += stride)
        {
            yield return (int)i;
        }
    }

    private static int? Bound(object? value, int count, int low, int high) =>
        Number(value) is { } index ? Math.Clamp(index < 0 ? index + count : index, low, high) : null;

    private static int? Number(object? value) => value switch
    {
        null => null,
        int number => number,
        _ => throw new TemplateException("it takes a part by something that is not a number."),
    };
}
