namespace SpeculativeDecoding.Templates;

/// <summary>Branches of which the first that holds is taken; one without a condition always holds.</summary>
internal sealed record IfStatement(IReadOnlyList<(IExpression? Condition, IReadOnlyList<IStatement> Body, int Line)> Branches) : IStatement
{
    public Flow Run(RenderContext context)
    {
        foreach (var (condition, body, line) in Branches)
        {
            context.Line = line;
            if (condition is null || PythonTruth.Of(condition.Evaluate(context)))
            {
                return Statements.Run(body, context);
            }
        }

        return Flow.Next;
    }
}
