namespace SpeculativeDecoding.Templates;

/// <summary>The variable <c>loop</c>. Its items are taken one by one, and ahead only where the template asks for what lies ahead.</summary>
internal sealed class LoopState(IEnumerable<object?> items, int depth, Func<object?, string>? recurse)
{
    private readonly IEnumerator<object?> _source = items.GetEnumerator();
    private readonly List<object?> _taken = [];
    private object? _changed = Absent.Value;
    private bool _isAtEnd;

    public int Index { get; private set; } = -1;

    public int Count => IsTaken(int.MaxValue) ? 0 : _taken.Count;

    public object? Current => _taken[Index];

    /// <summary>Goes through what <c>items</c> has, one level deeper; null where the loop is not recursive.</summary>
    public Func<object?, string>? Recurse => recurse;

    public bool MoveNext()
    {
        if (!IsTaken(Index + 1))
        {
            return false;
        }

        Index++;
        return true;
    }

    public IEnumerable<object?> Rest()
    {
        while (MoveNext())
        {
            yield return new TemplateTuple(Current, this);
        }
    }

    public object? Member(string name) => name switch
    {
        "index" => PythonNumber.Box(Index + 1),
        "index0" => PythonNumber.Box(Index),
        "revindex" => PythonNumber.Box(Count - Index),
        "revindex0" => PythonNumber.Box(Count - Index - 1),
        "first" => PythonTruth.Box(Index == 0),
        "last" => PythonTruth.Box(!IsTaken(Index + 1)),
        "length" => PythonNumber.Box(Count),
        "depth" => PythonNumber.Box(depth + 1),
        "depth0" => PythonNumber.Box(depth),
        "previtem" => Index > 0 ? _taken[Index - 1] ?? Absent.Value : Undefined.Saying("there is no previous item"),
        "nextitem" => IsTaken(Index + 1) ? _taken[Index + 1] ?? Absent.Value : Undefined.Saying("there is no next item"),
        "cycle" => new Function("cycle", (_, arguments) => arguments.Positional is { Length: > 0 and var count } choices ? choices[Index % count] : throw new JinjaException("no items for cycling given")),
        "changed" => new Function("changed", (_, arguments) => Changed(new TemplateTuple(arguments.Positional))),
        _ => null,
    };

    /// <summary>Whether there is an item at an index; takes those up to it.</summary>
    private bool IsTaken(int index)
    {
        while (_taken.Count <= index && !_isAtEnd)
        {
            if (_source.MoveNext())
            {
                _taken.Add(_source.Current);
            }
            else
            {
                _isAtEnd = true;
            }
        }

        return index < _taken.Count;
    }

    private object Changed(TemplateTuple value)
    {
        var isChanged = !PythonEquality.Equal(_changed, value);
        _changed = value;
        return PythonTruth.Box(isChanged);
    }
}
