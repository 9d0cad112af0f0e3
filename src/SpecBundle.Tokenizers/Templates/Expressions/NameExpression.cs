namespace SpeculativeDecoding.Templates;

internal sealed record NameExpression(string Name) : IExpression
{
    public object? Evaluate(RenderContext context) => context.Look(Name);
}
