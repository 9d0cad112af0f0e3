namespace SpeculativeDecoding.Templates;

internal sealed record SetStatement(AssignmentTarget Target, IExpression Value, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        Target.Assign(context, Value.Evaluate(context));
        return Flow.Next;
    }
}

/// <summary>What its body renders, put through filters, becomes the value.</summary>
internal sealed record SetBlockStatement(AssignmentTarget Target, IExpression? Filters, IReadOnlyList<IStatement> Body, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        Target.Assign(context, CapturedText.Filter(context, context.Capture(Body, new Scope(context.Scope)), Filters));
        return Flow.Next;
    }
}

internal sealed record FilterBlockStatement(IExpression Filters, IReadOnlyList<IStatement> Body, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        context.Output.Append(PythonRepr.Text(CapturedText.Filter(context, context.Capture(Body, new Scope(context.Scope)), Filters)));
        return Flow.Next;
    }
}

/// <summary>What a block rendered, where its filters look for their value.</summary>
internal sealed class CapturedText : IExpression
{
    private const string Name = " captured";

    public object? Evaluate(RenderContext context) => context.Look(Name);

    public static object? Filter(RenderContext context, string text, IExpression? filters)
    {
        if (filters is null)
        {
            return text;
        }

        var outer = context.Scope;
        context.Scope = new Scope(outer);
        context.Scope.Set(Name, text);
        var filtered = filters.Evaluate(context);
        context.Scope = outer;
        return filtered;
    }
}
