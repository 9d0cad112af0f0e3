namespace SpeculativeDecoding;

/// <summary>An expression of a template.</summary>
internal interface ITemplateExpression
{
    object? Evaluate(Dictionary<string, object?> variables);
}

internal sealed record ConstantExpression(object? Value) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => Value;
}

internal sealed record VariableExpression(string Name) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => variables.GetValueOrDefault(Name);
}

internal sealed record MemberExpression(ITemplateExpression Owner, ITemplateExpression Key) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => TemplateValue.Member(Owner.Evaluate(variables), Key.Evaluate(variables));
}

internal sealed record NotExpression(ITemplateExpression Operand) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => !TemplateValue.IsTrue(Operand.Evaluate(variables));
}

internal sealed record TrimExpression(ITemplateExpression Operand) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => TemplateValue.Text(Operand.Evaluate(variables)).Trim();
}

internal sealed record RefusalExpression(ITemplateExpression Message) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => throw new TemplateException(TemplateValue.Text(Message.Evaluate(variables)));
}

internal sealed record BinaryExpression(string Operator, ITemplateExpression Left, ITemplateExpression Right) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables)
    {
        var left = Left.Evaluate(variables);
        return Operator switch
        {
            "and" => TemplateValue.IsTrue(left) ? Right.Evaluate(variables) : left,
            "or" => TemplateValue.IsTrue(left) ? left : Right.Evaluate(variables),
            "==" => Equals(left, Right.Evaluate(variables)),
            "!=" => !Equals(left, Right.Evaluate(variables)),
            "~" => TemplateValue.Text(left) + TemplateValue.Text(Right.Evaluate(variables)),
            _ => TemplateValue.Add(left, Right.Evaluate(variables)),
        };
    }
}
