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
            "in" => TemplateValue.Contains(Right.Evaluate(variables), left),
            "<" or ">" or "<=" or ">=" => TemplateValue.Compare(left, Operator, Right.Evaluate(variables)),
            _ => TemplateValue.Calculate(left, Operator, Right.Evaluate(variables)),
        };
    }
}

internal sealed record ConditionalExpression(ITemplateExpression Condition, ITemplateExpression Then, ITemplateExpression Else) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => (TemplateValue.IsTrue(Condition.Evaluate(variables)) ? Then : Else).Evaluate(variables);
}

internal sealed record ListExpression(IReadOnlyList<ITemplateExpression> Items) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) => Items.Select(item => item.Evaluate(variables)!).ToList();
}

internal sealed record SliceExpression(ITemplateExpression Owner, ITemplateExpression? From, ITemplateExpression? To, ITemplateExpression? Step) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables) =>
        TemplateSlice.Of(Owner.Evaluate(variables), From?.Evaluate(variables), To?.Evaluate(variables), Step?.Evaluate(variables));
}

/// <summary>What a loop may write to and have read behind it.</summary>
internal sealed record NamespaceExpression(IReadOnlyList<TemplateArgument> Fields) : ITemplateExpression
{
    public object? Evaluate(Dictionary<string, object?> variables)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Fields)
        {
            fields[name ?? throw new TemplateException("a namespace has a value without a name.")] = value.Evaluate(variables);
        }

        return fields;
    }
}
