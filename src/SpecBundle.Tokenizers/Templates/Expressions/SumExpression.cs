namespace SpeculativeDecoding.Templates;

/// <summary>Terms with <c>+</c> between them. Printed, texts are written one after the other and never joined.</summary>
internal sealed record SumExpression(IReadOnlyList<IExpression> Terms) : IExpression
{
    public static SumExpression Of(IExpression left, IExpression right) => new(left is SumExpression sum ? [.. sum.Terms, right] : [left, right]);

    public object? Evaluate(RenderContext context)
    {
        var sum = Terms[0].Evaluate(context);
        for (var i = 1; i < Terms.Count; i++)
        {
            sum = PythonOperators.Add(context, sum, Terms[i].Evaluate(context));
        }

        return sum;
    }

    /// <summary>Writes the sum out.</summary>
    public void Write(RenderContext context)
    {
        var sum = Terms[0].Evaluate(context);
        for (var i = 1; i < Terms.Count; i++)
        {
            var term = Terms[i].Evaluate(context);
            if (sum is string text && term is string)
            {
                context.Output.Append(text);
                sum = term;
            }
            else
            {
                sum = PythonOperators.Add(context, sum, term);
            }
        }

        context.Output.Append(PythonRepr.Text(sum));
    }
}
