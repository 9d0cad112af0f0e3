namespace SpeculativeDecoding.Templates;

internal sealed record TextStatement(string Text) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Output.Append(Text);
        return Flow.Next;
    }
}

internal sealed record PrintStatement(IReadOnlyList<IExpression> Values, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        foreach (var value in Values)
        {
            if (value is SumExpression sum)
            {
                sum.Write(context);
            }
            else
            {
                context.Output.Append(PythonRepr.Text(value.Evaluate(context)));
            }
        }

        return Flow.Next;
    }
}
