namespace SpeculativeDecoding.Templates;

/// <summary><c>- * / // % **</c>.</summary>
internal sealed record CalculationExpression(IExpression Left, string Sign, IExpression Right) : IExpression
{
    public object? Evaluate(RenderContext context) => PythonOperators.Calculate(context, Left.Evaluate(context), Sign, Right.Evaluate(context));
}

internal sealed record NegativeExpression(IExpression Operand) : IExpression
{
    public object? Evaluate(RenderContext context) => PythonNumber.Negate(Operand.Evaluate(context));
}

internal sealed record PositiveExpression(IExpression Operand) : IExpression
{
    public object? Evaluate(RenderContext context) => PythonNumber.Plus(Operand.Evaluate(context));
}

/// <summary><c>~</c>: everything as text.</summary>
internal sealed record JoinExpression(IReadOnlyList<IExpression> Parts) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        var parts = Parts.Select(part => PythonRepr.Text(part.Evaluate(context))).ToArray();
        context.Charge(parts.Sum(part => (long)part.Length));
        return string.Concat(parts);
    }
}
