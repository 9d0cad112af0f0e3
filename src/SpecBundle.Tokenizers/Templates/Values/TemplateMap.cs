namespace SpeculativeDecoding.Templates;

/// <summary>A dict: keys as Python tells them apart, in the order in which they came.</summary>
internal sealed class TemplateMap
{
    private static readonly object NoneKey = new();
    private readonly OrderedDictionary<object, object?> _entries;

    public TemplateMap(int capacity = 0) => _entries = new OrderedDictionary<object, object?>(capacity, PythonEquality.Comparer);

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys
    {
        get
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                yield return KeyAt(i);
            }
        }
    }

    public IEnumerable<KeyValuePair<object?, object?>> Pairs
    {
        get
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                yield return new(KeyAt(i), ValueAt(i));
            }
        }
    }

    public object? this[object? key]
    {
        set => _entries[Checked(key)] = value;
    }

    public bool TryGet(object? key, out object? value) => _entries.TryGetValue(Checked(key), out value);

    public object? KeyAt(int index) => _entries.GetAt(index).Key is var key && ReferenceEquals(key, NoneKey) ? null : key;

    public object? ValueAt(int index) => _entries.GetAt(index).Value;

    private static object Checked(object? key) => key switch
    {
        null => NoneKey,
        TemplateList or TemplateMap => throw new JinjaException($"unhashable type: '{PythonType.NameOf(key)}'"),
        TemplateTuple tuple => Checked(tuple, new Visits()),
        _ => key,
    };

    private static TemplateTuple Checked(TemplateTuple tuple, Visits visits)
    {
        foreach (var item in tuple.Items)
        {
            visits.Add();
            _ = item is TemplateTuple inner ? Checked(inner, visits) : Checked(item);
        }

        return tuple;
    }
}
