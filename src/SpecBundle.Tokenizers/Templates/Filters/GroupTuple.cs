namespace SpeculativeDecoding.Templates;

/// <summary>A group of <c>groupby</c>: a tuple whose parts have names.</summary>
internal sealed class GroupTuple(object? grouper, TemplateList list) : TemplateTuple(grouper, list)
{
    public object? Member(string name) => name switch
    {
        "grouper" => Items[0] ?? Absent.Value,
        "list" => Items[1],
        _ => SequenceMethods.Find(name) is { } method ? new Function(name, (_, arguments) => method(this, arguments)) : null,
    };
}
