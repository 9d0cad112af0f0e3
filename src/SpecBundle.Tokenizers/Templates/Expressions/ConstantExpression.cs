namespace SpeculativeDecoding.Templates;

internal sealed record ConstantExpression(object? Value) : IExpression
{
    public object? Evaluate(RenderContext context) => Value;
}
