using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>The members of values: what stands behind a point or in brackets.</summary>
internal static class Members
{
    /// <summary>Members first, then items, as Jinja reads <c>owner.name</c>.</summary>
    public static object? Attribute(object? owner, string name) =>
        TryMember(owner, name, out var member) || TryItem(owner, name, out member) ? member : NotFound(owner, name);

    /// <summary>Items first, then members, as Jinja reads <c>owner[key]</c>.</summary>
    public static object? Item(object? owner, object? key) =>
        TryItem(owner, key, out var item) || (key is string name && TryMember(owner, name, out item)) ? item : NotFound(owner, key);

    private static Undefined NotFound(object? owner, object? name) => owner is Undefined undefined ? throw undefined.Error() : new Undefined(owner, name);

    private static bool TryMember(object? owner, string name, out object? member)
    {
        member = owner switch
        {
            Undefined undefined when !InnerNames.Contains(name) => throw undefined.Error(),
            TemplateNamespace fields => fields.Fields.TryGetValue(name, out var field) ? field ?? Absent.Value : null,
            LoopState loop => loop.Member(name),
            Macro macro => macro.Member(name),
            Markup markup => markup.Method(name),
            TemplateSelf blocks => blocks.Member(name),
            Cycler cycler => cycler.Member(name),
            GroupTuple group => group.Member(name),
            string text => StringMethods.Find(name) is { } method ? new Function(name, (context, arguments) => method(context, text, arguments)) : null,
            TemplateMap map => MapMethods.Find(name) is { } method ? new Function(name, (_, arguments) => method(map, arguments)) : null,
            TemplateSequence sequence => SequenceMethods.Find(name) is { } method ? new Function(name, (_, arguments) => method(sequence, arguments)) : null,
            long or BigInteger or bool => NumberMethods.Member(owner, name),
            double number => NumberMethods.Member(number, name),
            _ => null,
        };
        if (member is null)
        {
            if (!IsForbidden(owner, name))
            {
                return false;
            }

            member = Undefined.Forbidden(owner, name);
        }

        member = member is Absent ? null : member;
        return true;
    }

    private static bool TryItem(object? owner, object? key, out object? item)
    {
        item = null;
        switch (owner)
        {
            case TemplateMap map:
                return key is not (TemplateList or TemplateMap or PythonSlice) && map.TryGet(key, out item);
            case Undefined undefined:
                throw undefined.Error();
            case TemplateSequence sequence when PythonNumber.IsInteger(key):
                return TryAt(sequence.Items, sequence.Count, key!, out item);
            case TemplateRange range when PythonNumber.IsInteger(key):
                return TryAt([.. range.Items], range.Count, key!, out item);
            case Markup markup when PythonNumber.IsInteger(key):
                var found = TryItem(markup.Text, key, out item);
                item = Markup.Of(item);
                return found;
            case string text when PythonNumber.IsInteger(key) && !PythonText.HasPairs(text):
                var at = BigInteger.Clamp(PythonNumber.Integer(key!), int.MinValue, int.MaxValue) is var place && place.Sign < 0 ? (int)place + text.Length : (int)place;
                item = at >= 0 && at < text.Length ? text[at].ToString() : null;
                return item is not null;
            case string text when PythonNumber.IsInteger(key):
                var points = PythonText.CodePoints(text);
                return TryAt(points, points.Count, key!, out item);
            default:
                return false;
        }
    }

    private static bool TryAt(IReadOnlyList<object?> items, int count, object key, out object? item)
    {
        var index = (int)BigInteger.Clamp(PythonNumber.Integer(key), int.MinValue, int.MaxValue);
        index = index < 0 ? index + count : index;
        item = index >= 0 && index < count ? items[index] : null;
        return index >= 0 && index < count;
    }

    /// <summary>What values have in Python and the sandbox keeps: their inner life, and what changes them.</summary>
    private static bool IsForbidden(object? owner, string name) => owner is not TemplateNamespace && (InnerNames.Contains(name) || owner switch
    {
        TemplateMap => name is "clear" or "pop" or "popitem" or "setdefault" or "update",
        TemplateList => name is "append" or "clear" or "pop" or "reverse" or "insert" or "sort" or "extend" or "remove",
        _ => false,
    });

    private static readonly HashSet<string> InnerNames = new(StringComparer.Ordinal)
    {
        "__class__", "__delattr__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__", "__getattribute__", "__getstate__", "__gt__", "__hash__", "__init__", "__init_subclass__", "__le__", "__lt__", "__ne__", "__new__",
        "__reduce__", "__reduce_ex__", "__repr__", "__setattr__", "__sizeof__", "__str__", "__subclasshook__", "__dict__", "__module__", "_TemplateReference__context",
    };
}
