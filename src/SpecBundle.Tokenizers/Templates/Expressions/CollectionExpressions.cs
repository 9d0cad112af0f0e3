namespace SpeculativeDecoding.Templates;

internal sealed record ListExpression(IReadOnlyList<IExpression> Items) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return new TemplateList([.. Items.Select(item => item.Evaluate(context))]);
    }
}

internal sealed record TupleExpression(IReadOnlyList<IExpression> Items) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return new TemplateTuple([.. Items.Select(item => item.Evaluate(context))]);
    }
}

internal sealed record MapExpression(IReadOnlyList<(IExpression Key, IExpression Value)> Entries) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var map = new TemplateMap(Entries.Count);
        foreach (var (key, value) in Entries)
        {
            map[key.Evaluate(context)] = value.Evaluate(context);
        }

        return map;
    }
}
