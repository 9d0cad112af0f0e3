namespace SpeculativeDecoding.Templates;

/// <summary><c>owner.name</c>: a method or member of that name, or else an item.</summary>
internal sealed record AttributeExpression(IExpression Owner, string Name) : IExpression
{
    public object? Evaluate(RenderContext context) => Members.Attribute(Owner.Evaluate(context), Name);
}

/// <summary><c>owner[key]</c>: an item, or else a method or member of that name.</summary>
internal sealed record ItemExpression(IExpression Owner, IExpression Key) : IExpression
{
    public object? Evaluate(RenderContext context) => Members.Item(Owner.Evaluate(context), Key.Evaluate(context));
}

internal sealed record SliceExpression(IExpression? Start, IExpression? Stop, IExpression? Step) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return new PythonSlice(Start?.Evaluate(context), Stop?.Evaluate(context), Step?.Evaluate(context));
    }
}
