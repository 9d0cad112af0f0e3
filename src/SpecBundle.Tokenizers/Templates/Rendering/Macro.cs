namespace SpeculativeDecoding.Templates;

/// <summary>A macro, or the body of a call block, with the scope that it was written in.</summary>
internal sealed class Macro(MacroDefinition definition, Scope scope) : ITemplateCallable
{
    public string Name => definition.Name;

    public object? Call(RenderContext context, CallArguments arguments)
    {
        var inner = new Scope(scope);
        var named = arguments.Named;
        var used = 0;
        var missing = new List<(string Name, IExpression? Default)>();
        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            var (name, value) = definition.Parameters[i];
            var given = named.FirstOrDefault(argument => argument.Name == name);
            if (i < arguments.Positional.Length)
            {
                if (given.Name is not null)
                {
                    throw new JinjaException($"macro {PythonRepr.Quoted(Name)} got multiple values for argument {PythonRepr.Quoted(name)}");
                }

                inner.Set(name, arguments.Positional[i]);
            }
            else if (given.Name is not null)
            {
                inner.Set(name, given.Value);
                used++;
            }
            else
            {
                missing.Add((name, value));
            }
        }

        SetRest(inner, arguments, named, used);
        foreach (var (name, value) in missing)
        {
            inner.Set(name, value is null ? Undefined.Saying($"parameter {PythonRepr.Quoted(name)} was not provided") : EvaluateIn(inner, value, context));
        }

        return context.Capture(definition.Body, inner);
    }

    public object? Member(string name) => name switch
    {
        "name" => Name,
        "arguments" => new TemplateTuple([.. definition.Parameters.Select(parameter => parameter.Name)]),
        "catch_kwargs" => PythonTruth.Box(definition.Uses("kwargs")),
        "catch_varargs" => PythonTruth.Box(definition.Uses("varargs")),
        "caller" => PythonTruth.Box(definition.Uses("caller")),
        _ => null,
    };

    private static object? EvaluateIn(Scope scope, IExpression value, RenderContext context)
    {
        var outer = context.Scope;
        context.Scope = scope;
        var result = value.Evaluate(context);
        context.Scope = outer;
        return result;
    }

    private void SetRest(Scope inner, CallArguments arguments, IReadOnlyList<(string Name, object? Value)> named, int used)
    {
        var parameters = definition.Parameters;
        var takesCaller = parameters.Any(parameter => parameter.Name == "caller");
        if (definition.Uses("caller") && !takesCaller)
        {
            var caller = named.FirstOrDefault(argument => argument.Name == "caller");
            used += caller.Name is null ? 0 : 1;
            inner.Set("caller", caller.Name is null ? Undefined.Saying("No caller defined") : caller.Value);
        }

        if (definition.Uses("kwargs"))
        {
            var rest = new TemplateMap();
            foreach (var (name, value) in named)
            {
                if (!parameters.Any(parameter => parameter.Name == name) && !(name == "caller" && definition.Uses("caller")))
                {
                    rest[name] = value;
                }
            }

            inner.Set("kwargs", rest);
        }
        else if (used < named.Count)
        {
            var unknown = named.First(argument => !parameters.Any(parameter => parameter.Name == argument.Name) && !(argument.Name == "caller" && definition.Uses("caller"))).Name;
            throw new JinjaException(unknown == "caller"
                ? $"macro {PythonRepr.Quoted(Name)} was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro {PythonRepr.Quoted(Name)} takes no keyword argument {PythonRepr.Quoted(unknown)}");
        }

        if (definition.Uses("varargs"))
        {
            inner.Set("varargs", new TemplateTuple([.. arguments.Positional.Skip(parameters.Count)]));
        }
        else if (arguments.Positional.Length > parameters.Count)
        {
            throw new JinjaException($"macro {PythonRepr.Quoted(Name)} takes not more than {parameters.Count} argument(s)");
        }
    }
}
