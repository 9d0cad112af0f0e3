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
        var items = PythonIteration.Items(value);
        var loop = new LoopState(Condition is null ? items : Chosen(context, items, outer), depth, IsRecursive ? inner => Recurse(context, inner, outer, depth + 1) : null);
        var scope = new Scope(outer);
        var hasFinished = false;
        while (loop.MoveNext())
        {
            context.Step();
            if (loop.Index > 0)
            {
                // A macro made in a pass goes on seeing the variables of that pass.
                scope = KeepsScopes ? new Scope(outer) : Cleared(scope);
            }

            scope.Set("loop", loop);
            context.Scope = scope;
            Target.Assign(context, loop.Current);
            var flow = Statements.Run(Body, context);
            context.Scope = outer;
            hasFinished |= flow == Flow.Next;
            if (flow == Flow.Break)
            {
                break;
            }
        }

        // The other body is for a loop of which no pass came to its end.
        return hasFinished ? Flow.Next : Statements.RunApart(Otherwise, context, new Scope(outer));
    }

    private static Scope Cleared(Scope scope)
    {
        scope.Clear();
        return scope;
    }

    /// <summary>The items that the condition holds for, each tested when it is come to.</summary>
    private IEnumerable<object?> Chosen(RenderContext context, IEnumerable<object?> items, Scope outer)
    {
        foreach (var item in items)
        {
            context.Step();
            var inner = context.Scope;
            context.Scope = new Scope(outer);
            Target.Assign(context, item);
            var isChosen = PythonTruth.Of(Condition!.Evaluate(context));
            context.Scope = inner;
            if (isChosen)
            {
                // What is unpacked to be tested is a tuple from then on.
                yield return Target.Name is null ? new TemplateTuple(PythonIteration.List(item)) : item;
            }
        }
    }

    private string Recurse(RenderContext context, object? items, Scope outer, int depth) =>
        context.Capture([new Deeper(this, items, outer, depth)], context.Scope);

    private sealed record Deeper(ForStatement Loop, object? Items, Scope Outer, int Depth) : IStatement
    {
        public Flow Run(RenderContext context) => Loop.Run(context, Items, Outer, Depth);
    }
}
