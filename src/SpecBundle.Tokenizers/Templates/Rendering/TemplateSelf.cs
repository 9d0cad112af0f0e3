namespace SpeculativeDecoding.Templates;

/// <summary>The variable <c>self</c>: the blocks of the template, each a function.</summary>
internal sealed class TemplateSelf(IReadOnlyDictionary<string, IReadOnlyList<IStatement>> blocks)
{
    public object? Member(string name) => blocks.TryGetValue(name, out var body) ? new Function(name, (context, _) => context.Capture(body, new Scope(context.Root))) : null;
}
