namespace SpeculativeDecoding.Templates;

/// <summary>The arguments of a call as they are written.</summary>
internal sealed record ArgumentExpressions(IReadOnlyList<IExpression> Positional, IReadOnlyList<(string Name, IExpression Value)> Named, IExpression? Rest, IExpression? NamedRest)
{
    public static ArgumentExpressions None { get; } = new([], [], null, null);

    public CallArguments Evaluate(RenderContext context)
    {
        if (ReferenceEquals(this, None))
        {
            return CallArguments.None;
        }

        var positional = new object?[Positional.Count];
        for (var i = 0; i < positional.Length; i++)
        {
            positional[i] = Positional[i].Evaluate(context);
        }

        if (Named.Count == 0 && Rest is null && NamedRest is null)
        {
            return new CallArguments(positional, []);
        }

        var named = Named.Select(argument => (argument.Name, argument.Value.Evaluate(context))).ToList();
        if (Rest is not null)
        {
            positional = [.. positional, .. PythonIteration.Items(Rest.Evaluate(context))];
        }

        if (NamedRest?.Evaluate(context) is { } rest)
        {
            named.AddRange((rest as TemplateMap ?? throw new JinjaException($"argument after ** must be a mapping, not {PythonType.NameOf(rest)}")).Pairs.Select(pair => (ArgumentReader.Text(pair.Key), pair.Value)));
        }

        return new CallArguments(positional, named);
    }
}

internal sealed record CallExpression(IExpression Callee, ArgumentExpressions Arguments) : IExpression
{
    public object? Evaluate(RenderContext context) => Call(context, null);

    /// <summary>Calls, with the body of a call block.</summary>
    public object? Call(RenderContext context, Macro? caller)
    {
        context.Step();
        if (caller is null && Callee is AttributeExpression { Name: var name } attribute)
        {
            var owner = attribute.Owner.Evaluate(context);
            if (owner is string text && StringMethods.Find(name) is { } method)
            {
                context.Charge(text.Length);
                return method(context, text, Markup.Plain(Arguments.Evaluate(context)));
            }

            if (owner is TemplateMap map && MapMethods.Find(name) is { } mapMethod)
            {
                return mapMethod(map, Arguments.Evaluate(context));
            }

            return Invoke(context, Members.Attribute(owner, name), Arguments.Evaluate(context));
        }

        var callee = Callee.Evaluate(context);
        var arguments = Arguments.Evaluate(context);
        return Invoke(context, callee, caller is null ? arguments : arguments with { Named = [.. arguments.Named, ("caller", caller)] });
    }

    private static object? Invoke(RenderContext context, object? callee, CallArguments arguments) => callee switch
    {
        ITemplateCallable callable => callable.Call(context, arguments),
        LoopState { Recurse: { } recurse } when arguments.Positional is [var items] => recurse(items),
        LoopState => throw new JinjaException("The loop must have the 'recursive' marker to be called recursively."),
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"'{PythonType.NameOf(callee)}' object is not callable"),
    };
}

/// <summary><c>value | name(...)</c>.</summary>
internal sealed record FilterExpression(IExpression Operand, string Name, Filter? Filter, ArgumentExpressions Arguments) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var value = Operand.Evaluate(context);
        context.Charge(value is string given ? given.Length : 0);
        var filter = Filter ?? throw new JinjaException($"No filter named '{Name}' found.");
        return FilterTable.Apply(Name, filter, context, value, Arguments.Evaluate(context));
    }
}

/// <summary><c>value is name(...)</c>.</summary>
internal sealed record TestExpression(IExpression Operand, string Name, Test? Test, ArgumentExpressions Arguments) : IExpression
{
    public object? Evaluate(RenderContext context)
    {
        context.Step();
        var value = Operand.Evaluate(context);
        return PythonTruth.Box((Test ?? throw new JinjaException($"No test named '{Name}' found."))(context, value, Arguments.Evaluate(context)));
    }
}

internal delegate object? Filter(RenderContext context, object? value, CallArguments arguments);

internal delegate bool Test(RenderContext context, object? value, CallArguments arguments);
