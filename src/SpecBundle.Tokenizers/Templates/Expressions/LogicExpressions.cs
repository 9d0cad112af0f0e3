namespace SpeculativeDecoding.Templates;

internal sealed record OrExpression(IExpression Left, IExpression Right) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var left = Left.Evaluate(context);
        return PythonTruth.Of(left) ? left : Right.Evaluate(context);
    }
}

internal sealed record AndExpression(IExpression Left, IExpression Right) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var left = Left.Evaluate(context);
        return PythonTruth.Of(left) ? Right.Evaluate(context) : left;
    }
}

internal sealed record NotExpression(IExpression Operand) : IExpression
{
    public object? Evaluate(RenderContext context) => PythonTruth.Box(!PythonTruth.Of(Operand.Evaluate(context)));
}

internal sealed record ConditionalExpression(IExpression Condition, IExpression Then, IExpression? Otherwise) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        return PythonTruth.Of(Condition.Evaluate(context)) ? Then.Evaluate(context)
            : Otherwise is not null ? Otherwise.Evaluate(context)
            : Undefined.Saying("the inline if-expression evaluated to false and no else section was defined.");
    }
}

/// <summary>One or more comparisons in a row, <c>a &lt; b &lt; c</c>: each operand is evaluated once.</summary>
internal sealed record ComparisonExpression(IExpression First, IReadOnlyList<(string Sign, IExpression Operand)> Rest) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        var left = First.Evaluate(context);
        foreach (var (sign, operand) in Rest)
        {
            var right = operand.Evaluate(context);
            context.Charge(right is string text ? text.Length : PythonIteration.TryCount(right) is { } count ? count * 16L : 0);
            if (!Holds(left, sign, right))
            {
                return PythonTruth.Box(false);
            }

            left = right;
        }

        return PythonTruth.Box(true);
    }

    private static bool Holds(object? left, string sign, object? right) => sign switch
    {
        "==" => PythonEquality.Equal(left, right),
        "!=" => !PythonEquality.Equal(left, right),
        "in" => PythonIteration.Contains(right, left),
        "not in" => !PythonIteration.Contains(right, left),
        _ => PythonOrder.Holds(left, sign, right),
    };
}
