namespace SpeculativeDecoding.Templates;

/// <summary>What is assigned to: a name, a field of a namespace, or several of them.</summary>
internal sealed record AssignmentTarget(string? Name, string? Field, IReadOnlyList<AssignmentTarget> Parts)
{
    public static AssignmentTarget Of(string name, string? field = null) => new(name, field, []);

    public IEnumerable<string> Names => Name is not null ? [Name] : Parts.SelectMany(part => part.Names);

    public void Assign(RenderContext context, object? value)
    {
        if (Field is not null)
        {
            (context.Look(Name!) as TemplateNamespace ?? throw new JinjaException("cannot assign attribute on non-namespace object")).Fields[Field] = value;
        }
        else if (Name is not null)
        {
            context.Scope.Set(Name, value);
        }
        else
        {
            Unpack(context, PythonIteration.TryItems(value) is null ? throw new JinjaException($"cannot unpack non-iterable {PythonType.NameOf(value)} object") : PythonIteration.List(value));
        }
    }

    private void Unpack(RenderContext context, IReadOnlyList<object?> items)
    {
        if (items.Count != Parts.Count)
        {
            throw new JinjaException(items.Count < Parts.Count
                ? $"not enough values to unpack (expected {Parts.Count}, got {items.Count})"
                : $"too many values to unpack (expected {Parts.Count})");
        }

        for (var i = 0; i < items.Count; i++)
        {
            Parts[i].Assign(context, items[i]);
        }
    }
}
