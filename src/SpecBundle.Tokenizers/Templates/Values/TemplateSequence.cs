namespace SpeculativeDecoding.Templates;

/// <summary>A list or a tuple.</summary>
internal abstract class TemplateSequence(IReadOnlyList<object?> items)
{
    public IReadOnlyList<object?> Items { get; } = items;

    public int Count => Items.Count;

    /// <summary>Other items, in the same kind of sequence.</summary>
    public abstract TemplateSequence With(IReadOnlyList<object?> items);
}

internal sealed class TemplateList(IReadOnlyList<object?> items) : TemplateSequence(items)
{
    public override TemplateSequence With(IReadOnlyList<object?> items) => new TemplateList(items);
}

internal class TemplateTuple(params IReadOnlyList<object?> items) : TemplateSequence(items)
{
    public override TemplateSequence With(IReadOnlyList<object?> items) => new TemplateTuple(items);
}
