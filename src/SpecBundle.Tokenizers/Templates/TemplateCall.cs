namespace SpeculativeDecoding;

/// <summary>
/// A filter, a test, a function or a method. One that this engine does not know is refused where it is reached and not
/// before: released templates have branches for tools, which a plain chat never enters.
/// </summary>
internal abstract record TemplateCall(string Name, IReadOnlyList<TemplateArgument> Arguments) : ITemplateExpression
{
    protected abstract string Kind { get; }

    public abstract object? Evaluate(Dictionary<string, object?> variables);

    protected TemplateException Unread() => new($"it asks for the {Kind} '{Name}{(Arguments.Count > 0 ? "(" : "")}', which this engine does not read.");
}

internal sealed record FilterCall(ITemplateExpression Operand, string Name, IReadOnlyList<TemplateArgument> Arguments) : TemplateCall(Name, Arguments)
{
    protected override string Kind => "filter";

    public override object? Evaluate(Dictionary<string, object?> variables) => (Name, Arguments.Count) switch
    {
        ("trim", 0) => TemplateValue.Text(Operand.Evaluate(variables)).Trim(),
        ("length" or "count", 0) => TemplateValue.Length(Operand.Evaluate(variables)),
        _ => throw Unread(),
    };
}

internal sealed record TestCall(ITemplateExpression Operand, string Name, IReadOnlyList<TemplateArgument> Arguments) : TemplateCall(Name, Arguments)
{
    protected override string Kind => "test";

    public override object? Evaluate(Dictionary<string, object?> variables)
    {
        var value = Operand.Evaluate(variables);
        return Name switch
        {
            // What is not defined is null here, so both tests ask the same.
            "defined" => value is not null,
            "none" or "undefined" => value is null,
            "string" => value is string,
            "mapping" => value is Dictionary<string, object?>,
            "iterable" or "sequence" => value is string or List<object> or Dictionary<string, object?>,
            "number" => value is int,
            "true" => value is true,
            "false" => value is false,
            _ => throw Unread(),
        };
    }
}

internal sealed record FunctionCall(string Name, IReadOnlyList<TemplateArgument> Arguments) : TemplateCall(Name, Arguments)
{
    protected override string Kind => "function";

    public override object? Evaluate(Dictionary<string, object?> variables) => throw Unread();
}

internal sealed record MethodCall(ITemplateExpression Owner, string Name, IReadOnlyList<TemplateArgument> Arguments) : TemplateCall(Name, Arguments)
{
    protected override string Kind => "method";

    public override object? Evaluate(Dictionary<string, object?> variables) =>
        (Owner.Evaluate(variables), Name, Arguments.Select(argument => argument.Value.Evaluate(variables)).ToArray()) switch
        {
            (string text, "strip", []) => text.Trim(),
            (string text, "startswith", [string start]) => text.StartsWith(start, StringComparison.Ordinal),
            (string text, "endswith", [string end]) => text.EndsWith(end, StringComparison.Ordinal),
            (Dictionary<string, object?> map, "get", [string key]) => map.GetValueOrDefault(key),
            _ => throw Unread(),
        };
}

/// <summary>What stands between the parentheses of a call; the name is null where none is given.</summary>
internal sealed record TemplateArgument(string? Name, ITemplateExpression Value);
