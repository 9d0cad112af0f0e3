namespace SpeculativeDecoding.Templates;

/// <summary>The variables of a block; those of the blocks around it are seen through it.</summary>
internal sealed class Scope(Scope? parent)
{
    // Of one block: real templates have some dozens.
    private const int MostNames = 4_000;
    private (string Name, object? Value)[] _entries = [];
    private int _count;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            for (var i = 0; i < scope._count; i++)
            {
                if (string.Equals(scope._entries[i].Name, name, StringComparison.Ordinal))
                {
                    value = scope._entries[i].Value;
                    return true;
                }
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value)
    {
        for (var i = 0; i < _count; i++)
        {
            if (string.Equals(_entries[i].Name, name, StringComparison.Ordinal))
            {
                _entries[i].Value = value;
                return;
            }
        }

        if (_count == MostNames)
        {
            throw new JinjaException("it sets too many variables", JinjaErrorKind.Limit);
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _count * 2));
        }

        _entries[_count++] = (name, value);
    }

    /// <summary>Forgets its own variables, so that the next pass of a loop begins without those of the last.</summary>
    public void Clear() => _count = 0;

    private Scope? Parent { get; } = parent;
}
