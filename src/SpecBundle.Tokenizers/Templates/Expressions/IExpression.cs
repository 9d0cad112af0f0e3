namespace SpeculativeDecoding.Templates;

/// <summary>An expression of a template.</summary>
internal interface IExpression
{
    object? Evaluate(RenderContext context);
}
