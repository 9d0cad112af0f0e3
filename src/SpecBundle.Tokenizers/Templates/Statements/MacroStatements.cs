namespace SpeculativeDecoding.Templates;

internal sealed record MacroStatement(MacroDefinition Definition) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Scope.Set(Definition.Name, new Macro(Definition, context.Scope));
        return Flow.Next;
    }
}

/// <summary>Calls a macro that may call the block's body in turn.</summary>
internal sealed record CallBlockStatement(MacroDefinition Caller, CallExpression Call, int Line) : IStatement
{
    public Flow Run(RenderContext context)
    {
        context.Line = Line;
        context.Output.Append(PythonRepr.Text(Call.Call(context, new Macro(Caller, context.Scope))));
        return Flow.Next;
    }
}
