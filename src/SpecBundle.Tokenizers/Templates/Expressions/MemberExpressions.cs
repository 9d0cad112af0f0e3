namespace SpeculativeDecoding.Templates;

/// <summary><c>owner.name</c>: a method or member of that name, or else an item.</summary>
internal sealed record AttributeExpression(IExpression Owner, string Name) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return Members.Attribute(Owner.Evaluate(context), Name);
    }
}

/// <summary><c>owner[key]</c>: an item, or else a method or member of that name.</summary>
internal sealed record ItemExpression(IExpression Owner, IExpression Key) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var owner = Owner.Evaluate(context);
        var key = Key.Evaluate(context);
        context.Charge(owner is string text && (key is PythonSlice || PythonText.HasPairs(text)) ? text.Length : 0);
        return key is PythonSlice slice ? Part(owner, slice) : Members.Item(owner, key);
    }

    /// <summary>A slice that can't be taken is an error, but for one of constants: Jinja tries those before it renders.</summary>
    private object? Part(object? owner, PythonSlice slice)
    {
        try
        {
            return slice.Of(owner);
        }
        catch (JinjaException) when (slice.Step is not 0L && IsConstant(Owner) && IsConstant(Key))
        {
            return new Undefined(owner, "slice");
        }
    }

    private static bool IsConstant(IExpression? expression) => expression switch
    {
        null or ConstantExpression => true,
        ListExpression list => list.Items.All(IsConstant),
        MapExpression { Entries.Count: 0 } => true,
        TupleExpression tuple => tuple.Items.All(IsConstant),
        SliceExpression slice => IsConstant(slice.Start) && IsConstant(slice.Stop) && IsConstant(slice.Step),
        _ => false,
    };
}

internal sealed record SliceExpression(IExpression? Start, IExpression? Stop, IExpression? Step) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return new PythonSlice(Start?.Evaluate(context), Stop?.Evaluate(context), Step?.Evaluate(context));
    }
}
