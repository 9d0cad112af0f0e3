namespace SpeculativeDecoding.Templates;

/// <summary>The variable <c>loop</c>.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items, int depth, Func<object?, string>? recurse)
{
    private object? _changed = Absent.Value;

    public int Index { get; set; }

    public int Count => items.Count;

    /// <summary>Goes through what <c>items</c> has, one level deeper; null where the loop is not recursive.</summary>
    public Func<object?, string>? Recurse => recurse;

    public IEnumerable<object?> Rest() => items.Skip(Index + 1);

    public object? Member(string name) => name switch
    {
        "index" => PythonNumber.Box(Index + 1),
        "index0" => PythonNumber.Box(Index),
        "revindex" => PythonNumber.Box(Count - Index),
        "revindex0" => PythonNumber.Box(Count - Index - 1),
        "first" => PythonTruth.Box(Index == 0),
        "last" => PythonTruth.Box(Index == Count - 1),
        "length" => PythonNumber.Box(Count),
        "depth" => PythonNumber.Box(depth + 1),
        "depth0" => PythonNumber.Box(depth),
        "previtem" => Index > 0 ? items[Index - 1] : Undefined.Saying("there is no previous item"),
        "nextitem" => Index < Count - 1 ? items[Index + 1] : Undefined.Saying("there is no next item"),
        "cycle" => new Function("cycle", (_, arguments) => arguments.Positional is { Length: > 0 and var count } choices ? choices[Index % count] : throw new JinjaException("no items for cycling given")),
        "changed" => new Function("changed", (_, arguments) => Changed(new TemplateTuple(arguments.Positional))),
        _ => null,
    };

    private object Changed(TemplateTuple value)
    {
        var isChanged = !PythonEquality.Equal(_changed, value);
        _changed = value;
        return PythonTruth.Box(isChanged);
    }
}
