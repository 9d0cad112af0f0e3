namespace SpeculativeDecoding.Templates;

/// <summary>What a template may call.</summary>
internal interface ITemplateCallable
{
    object? Call(RenderContext context, CallArguments arguments);
}

/// <summary>A function, or a method with its owner.</summary>
internal sealed class Function(string name, Func<RenderContext, CallArguments, object?> call) : ITemplateCallable
{
    public string Name => name;

    public object? Call(RenderContext context, CallArguments arguments) => call(context, arguments);
}
