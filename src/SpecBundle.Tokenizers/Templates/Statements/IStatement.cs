namespace SpeculativeDecoding.Templates;

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A statement of a template, or text.</summary>
internal interface IStatement
{
    Flow Run(RenderContext context);
}

internal static class Statements
{
    public static Flow Run(IReadOnlyList<IStatement> body, RenderContext context)
    {
        for (var i = 0; i < body.Count; i++)
        {
            context.Step();
            if (body[i].Run(context) is var flow and not Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    /// <summary>Runs in a scope of its own.</summary>
    public static Flow RunApart(IReadOnlyList<IStatement> body, RenderContext context, Scope scope)
    {
        var outer = context.Scope;
        context.Scope = scope;
        var flow = Run(body, context);
        context.Scope = outer;
        return flow;
    }
}
