namespace SpeculativeDecoding.Templates;

internal sealed record BreakStatement : IStatement
{
    public Flow Run(RenderContext context) => Flow.Break;
}

internal sealed record ContinueStatement : IStatement
{
    public Flow Run(RenderContext context) => Flow.Continue;
}
