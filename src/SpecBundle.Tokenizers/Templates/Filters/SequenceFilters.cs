using System.Security.Cryptography;

namespace SpeculativeDecoding.Templates;

/// <summary>The filters over lists and what is gone through like one.</summary>
internal static class SequenceFilters
{
    private static readonly object None = Undefined.Saying("No aggregated item, sequence was empty.");

    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["length"] = FilterTable.With(new("length"), (_, value, _) => PythonNumber.Box(PythonIteration.Count(value))),
        ["count"] = FilterTable.With(new("count"), (_, value, _) => PythonNumber.Box(PythonIteration.Count(value))),
        ["list"] = FilterTable.With(new("list"), (context, value, _) => new TemplateList(Charged(context, value))),
        ["first"] = FilterTable.With(new("first"), (_, value, _) => PythonIteration.Items(value).DefaultIfEmpty(Undefined.Saying("No first item, sequence was empty.")).First()),
        ["last"] = FilterTable.With(new("last"), (_, value, _) => Reversible(value).DefaultIfEmpty(Undefined.Saying("No last item, sequence was empty.")).Last()),
        ["random"] = FilterTable.With(new("random"), (_, value, _) => Reversible(value) is { Count: > 0 } items ? items[RandomNumberGenerator.GetInt32(items.Count)] : Undefined.Saying("No random item, sequence was empty.")),
        ["reverse"] = FilterTable.With(new("reverse"), Reverse),
        ["join"] = FilterTable.With(new("join", "d?", "attribute?"), (context, value, arguments) => Join(context, value, arguments[0], arguments[1])),
        ["sort"] = FilterTable.With(new("sort", "reverse?", "case_sensitive?", "attribute?"), (context, value, arguments) =>
            new TemplateList(PythonOrder.Sorted(ChargedForSort(context, value), AttributePath.ListReader(ArgumentReader.Or(arguments[2], null), !ArgumentReader.Truth(arguments[1])), ArgumentReader.Truth(arguments[0])))),
        ["dictsort"] = FilterTable.With(new("dictsort", "case_sensitive?", "by?", "reverse?"), SortMap),
        ["unique"] = FilterTable.With(new("unique", "case_sensitive?", "attribute?"), Unique),
        ["min"] = FilterTable.With(new("min", "case_sensitive?", "attribute?"), (context, value, arguments) => Extreme(Charged(context, value), arguments, "<")),
        ["max"] = FilterTable.With(new("max", "case_sensitive?", "attribute?"), (context, value, arguments) => Extreme(Charged(context, value), arguments, ">")),
        ["sum"] = FilterTable.With(new("sum", "attribute?", "start?"), Sum),
        ["batch"] = FilterTable.With(new("batch", "linecount", "fill_with?"), Batch),
        ["slice"] = FilterTable.With(new("slice", "slices", "fill_with?"), Slice),
        ["groupby"] = FilterTable.With(new("groupby", "attribute", "default?", "case_sensitive?"), GroupBy),
        ["items"] = FilterTable.With(new("items"), (_, value, _) => value switch
        {
            Undefined => new TemplateIterator([]),
            TemplateMap map => new TemplateIterator(new MapView(map, "items").Items),
            _ => throw new JinjaException("Can only get item pairs from a mapping."),
        }),
        ["attr"] = FilterTable.With(new("attr", "name"), (context, value, arguments) => value is TemplateMap map && MapMethods.Find(ArgumentReader.Text(arguments[0])) is null && map.TryGet(arguments[0], out object? _) ? new Undefined(value, arguments[0]) : Members.Attribute(value, ArgumentReader.Text(arguments[0]))),
        ["default"] = FilterTable.With(new("default", "default_value?", "boolean?"), Default),
        ["d"] = FilterTable.With(new("default", "default_value?", "boolean?"), Default),
    };

    private static object? Default(RenderContext context, object? value, object?[] arguments) =>
        value is Undefined || (ArgumentReader.Truth(arguments[1]) && !PythonTruth.Of(value)) ? ArgumentReader.Or(arguments[0], "") : value;

    private static IReadOnlyList<object?> Charged(RenderContext context, object? value)
    {
        context.Charge((PythonIteration.TryCount(value) ?? 0) * 16L);
        return PythonIteration.List(value);
    }

    private static IReadOnlyList<object?> ChargedForSort(RenderContext context, object? value)
    {
        var items = Charged(context, value);
        context.Charge((long)items.Count * (int.Log2(items.Count + 1) + 1) * 16);
        return items;
    }

    private static IReadOnlyList<object?> Reversible(object? value) => value switch
    {
        TemplateIterator => throw new JinjaException($"'{PythonType.NameOf(value)}' object is not reversible"),
        _ => PythonIteration.List(value),
    };

    private static object Reverse(RenderContext context, object? value, object?[] arguments) => value switch
    {
        string text => string.Concat(PythonText.CodePoints(text).Reverse()),
        TemplateIterator iterator => new TemplateList([.. iterator.Rest().Reverse()]),
        null or bool or long or double => throw new JinjaException("argument must be iterable"),
        _ => new TemplateIterator([.. Charged(context, value).Reverse()]),
    };

    private static string Join(RenderContext context, object? value, object? separator, object? attribute)
    {
        var read = AttributePath.Reader(attribute);
        return TextEdits.Join(context, separator is Absent ? "" : PythonRepr.Text(separator), Charged(context, value).Select(object? (item) => PythonRepr.Text(read(item))));
    }

    private static object SortMap(RenderContext context, object? value, object?[] arguments)
    {
        var map = value as TemplateMap ?? throw (value as Undefined)?.Error() ?? new JinjaException($"'{PythonType.NameOf(value)}' object has no attribute 'items'");
        var position = arguments[1] switch
        {
            Absent or "key" => 0,
            "value" => 1,
            _ => throw new JinjaException("You can only sort by either \"key\" or \"value\""),
        };
        var ignoresCase = !ArgumentReader.Truth(arguments[0]);
        return new TemplateList(PythonOrder.Sorted(ChargedForSort(context, new MapView(map, "items").Items.ToTemplateList()), item => ((TemplateTuple)item!).Items[position] is var part && ignoresCase && part is string text ? PythonText.Lower(text) : part, ArgumentReader.Truth(arguments[2])));
    }

    private static TemplateIterator Unique(RenderContext context, object? value, object?[] arguments)
    {
        var read = AttributePath.Reader(arguments[1], !ArgumentReader.Truth(arguments[0]));
        var seen = new TemplateMap();
        return new TemplateIterator(Charged(context, value).Where(item =>
        {
            var key = read(item);
            var isNew = !seen.TryGet(key, out _);
            seen[key] = null;
            return isNew;
        }));
    }

    private static object? Extreme(IReadOnlyList<object?> items, object?[] arguments, string sign)
    {
        var read = AttributePath.Reader(arguments[1], !ArgumentReader.Truth(arguments[0]));
        var (best, bestKey) = (None, (object?)null);
        foreach (var item in items)
        {
            var key = read(item);
            if (ReferenceEquals(best, None) || PythonOrder.Holds(key, sign, bestKey))
            {
                (best, bestKey) = (item!, key);
            }
        }

        return best;
    }

    private static object? Sum(RenderContext context, object? value, object?[] arguments)
    {
        var read = AttributePath.Reader(arguments[0]);
        var sum = ArgumentReader.Or(arguments[1], PythonNumber.Box(0));
        if (sum is string)
        {
            throw new JinjaException("sum() can't sum strings [use ''.join(seq) instead]");
        }

        foreach (var item in Charged(context, value))
        {
            sum = PythonOperators.Add(context, sum, read(item));
        }

        return sum;
    }

    private static TemplateIterator Batch(RenderContext context, object? value, object?[] arguments)
    {
        var size = ArgumentReader.Integer(arguments[0]);
        var fill = ArgumentReader.Or(arguments[1], null);
        context.Check(size);
        var items = Charged(context, value);
        return new TemplateIterator((size > 0 ? items.Chunk(size) : items.Count > 0 ? [items.ToArray()] : []).Select(object? (part) =>
            new TemplateList(fill is null || part.Length >= size ? part : [.. part, .. Enumerable.Repeat(fill, size - part.Length)])));
    }

    private static TemplateIterator Slice(RenderContext context, object? value, object?[] arguments)
    {
        var items = Charged(context, value);
        var slices = ArgumentReader.Integer(arguments[0]);
        var fill = ArgumentReader.Or(arguments[1], null);
        context.Charge((long)slices * 16);
        return slices == 0 ? throw new JinjaException("integer division or modulo by zero") : new TemplateIterator(Enumerable.Range(0, Math.Max(0, slices)).Select(object? (index) =>
        {
            var (length, extra) = (items.Count / slices, items.Count % slices);
            var start = (index * length) + Math.Min(index, extra);
            var part = items.Skip(start).Take(length + (index < extra ? 1 : 0));
            return new TemplateList([.. fill is not null && index >= extra ? part.Append(fill) : part]);
        }));
    }

    private static TemplateList GroupBy(RenderContext context, object? value, object?[] arguments)
    {
        var isExact = ArgumentReader.Truth(arguments[2]);
        var absent = ArgumentReader.Or(arguments[1], null);
        var read = AttributePath.Reader(arguments[0], !isExact, absent);
        var shown = AttributePath.Reader(arguments[0], false, absent);
        var groups = new List<(object? Key, List<object?> Items)>();
        foreach (var item in PythonOrder.Sorted(ChargedForSort(context, value), read, isReversed: false))
        {
            var key = read(item);
            if (groups.Count == 0 || !PythonEquality.Equal(groups[^1].Key, key))
            {
                groups.Add((key, []));
            }

            groups[^1].Items.Add(item);
        }

        return new TemplateList([.. groups.Select(object? (group) => new GroupTuple(isExact ? group.Key : shown(group.Items[0]), new TemplateList(group.Items)))]);
    }

    private static TemplateList ToTemplateList(this IEnumerable<object?> items) => new([.. items]);
}
