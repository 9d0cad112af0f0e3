namespace SpeculativeDecoding.Templates;

/// <summary>A loop. What it sets is gone behind it, and in its next pass.</summary>
internal sealed record ForStatement(AssignmentTarget Target, IExpression Items, IExpression? Condition, bool IsRecursive, IReadOnlyList<IStatement> Body, IReadOnlyList<IStatement> Otherwise, bool KeepsScopes, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        return Run(context, Items.Evaluate(context), context.Scope, depth: 0);
    }

    private Flow Run(RenderContext context, object? value, Scope outer, int depth)
    {
        var items = Chosen(context, value, outer);
        if (items.Count == 0)
        {
            return Statements.RunApart(Otherwise, context, new Scope(outer));
        }

        var loop = new LoopState(items, depth, IsRecursive ? inner => Recurse(context, inner, outer, depth + 1) : null);
        var scope = new Scope(outer);
        for (var i = 0; i < items.Count; i++)
        {
            context.Step();
            loop.Index = i;
            if (i > 0)
            {
                // A macro made in a pass goes on seeing the variables of that pass.
                scope = KeepsScopes ? new Scope(outer) : Cleared(scope);
            }

            scope.Set("loop", loop);
            context.Scope = scope;
            Target.Assign(context, items[i]);
            var flow = Statements.Run(Body, context);
            context.Scope = outer;
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return Flow.Next;
    }

    private static Scope Cleared(Scope scope)
    {
        scope.Clear();
        return scope;
    }

    private IReadOnlyList<object?> Chosen(RenderContext context, object? value, Scope outer)
    {
        if (Condition is null)
        {
            return PythonIteration.List(value);
        }

        var chosen = new List<object?>();
        context.Scope = new Scope(outer);
        foreach (var item in PythonIteration.Items(value))
        {
            context.Step();
            Target.Assign(context, item);
            if (PythonTruth.Of(Condition.Evaluate(context)))
            {
                chosen.Add(item);
            }
        }

        context.Scope = outer;
        return chosen;
    }

    private string Recurse(RenderContext context, object? items, Scope outer, int depth) =>
        context.Capture([new Deeper(this, items, outer, depth)], context.Scope);

    private sealed record Deeper(ForStatement Loop, object? Items, Scope Outer, int Depth) : IStatement
    {
        public Flow Run(RenderContext context) => Loop.Run(context, Items, Outer, Depth);
    }
}
