namespace SpeculativeDecoding.Templates;

/// <summary>What <c>cycler</c> makes: values that come round again.</summary>
internal sealed class Cycler(IReadOnlyList<object?> items)
{
    private int _next;

    public object? Member(string name)
    {
        switch (name)
        {
            case "current":
                return items[_next] ?? Absent.Value;
            case "next":
                return new Function(name, (_, _) => Next());
            case "reset":
                return new Function(name, (_, _) => Reset());
            default:
                return null;
        }
    }

    private object? Reset()
    {
        _next = 0;
        return null;
    }

    private object? Next()
    {
        var current = items[_next];
        _next = (_next + 1) % items.Count;
        return current;
    }
}
