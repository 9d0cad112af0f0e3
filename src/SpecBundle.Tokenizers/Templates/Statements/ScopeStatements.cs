namespace SpeculativeDecoding.Templates;

/// <summary>A body with a scope of its own: <c>with</c>, <c>generation</c>, <c>autoescape false</c>.</summary>
internal sealed record ScopeStatement(IReadOnlyList<(AssignmentTarget Target, IExpression Value)> Variables, IReadOnlyList<IStatement> Body) : IStatement
{
    public Flow Run(RenderContext context)
    {
        var (outer, inner) = (context.Scope, new Scope(context.Scope));
        foreach (var (target, value) in Variables)
        {
            var assigned = value.Evaluate(context);
            context.Scope = inner;
            target.Assign(context, assigned);
            context.Scope = outer;
        }

        return Statements.RunApart(Body, context, inner);
    }
}

/// <summary>A block, which no other template fills here: it sees the variables of the whole template alone, unless it is scoped.</summary>
internal sealed record BlockStatement(bool IsScoped, IReadOnlyList<IStatement> Body) : IStatement
{
    public Flow Run(RenderContext context) => Statements.RunApart(Body, context, new Scope(IsScoped ? context.Scope : context.Root));
}

/// <summary>Asks for another template, of which there is none.</summary>
internal sealed record OtherTemplateStatement(int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        throw new JinjaException("no loader for this environment specified");
    }
}
