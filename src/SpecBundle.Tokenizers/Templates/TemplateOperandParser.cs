using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads what stands between operators: a value with its members, calls, filters and tests.</summary>
internal static class TemplateOperandParser
{
    public static ITemplateExpression Parse(TemplateTokens tokens)
    {
        var value = Member(tokens);
        while (true)
        {
            if (tokens.TryTake("|"))
            {
                value = new FilterCall(value, tokens.Take(), Arguments(tokens));
            }
            else if (tokens.TryTake("is"))
            {
                var negated = tokens.TryTake("not");
                var test = new TestCall(value, tokens.Take(), Arguments(tokens));
                value = negated ? new NotExpression(test) : test;
            }
            else
            {
                return value;
            }
        }
    }

    private static ITemplateExpression Member(TemplateTokens tokens)
    {
        var value = Primary(tokens);
        while (true)
        {
            if (tokens.TryTake("["))
            {
                value = Subscript(value, tokens);
            }
            else if (tokens.TryTake("."))
            {
                var name = tokens.Take();
                value = tokens.Peek == "(" ? new MethodCall(value, name, Arguments(tokens)) : new MemberExpression(value, new ConstantExpression(name));
            }
            else if (value is VariableExpression { Name: var function } && tokens.Peek == "(")
            {
                value = Function(function, Arguments(tokens));
            }
            else
            {
                return value;
            }
        }
    }

    private static ITemplateExpression Function(string name, List<TemplateArgument> arguments) => name switch
    {
        "raise_exception" when arguments is [var message] => new RefusalExpression(message.Value),
        "namespace" => new NamespaceExpression(arguments),
        _ => new FunctionCall(name, arguments),
    };

    /// <summary>An index, or up to three numbers with colons between them.</summary>
    private static ITemplateExpression Subscript(ITemplateExpression owner, TemplateTokens tokens)
    {
        var parts = new List<ITemplateExpression?>();
        while (true)
        {
            parts.Add(tokens.Peek is ":" or "]" ? null : TemplateExpressionParser.Parse(tokens));
            if (!tokens.TryTake(":"))
            {
                tokens.Expect("]");
                break;
            }
        }

        return parts switch
        {
            [{ } key] => new MemberExpression(owner, key),
            [var from, var to] => new SliceExpression(owner, from, to, null),
            [var from, var to, var step] => new SliceExpression(owner, from, to, step),
            _ => throw new TemplateException("it has brackets with nothing it could read in them."),
        };
    }

    /// <summary>What stands in parentheses; nothing where there are none.</summary>
    private static List<TemplateArgument> Arguments(TemplateTokens tokens)
    {
        var arguments = new List<TemplateArgument>();
        if (!tokens.TryTake("("))
        {
            return arguments;
        }

        while (!tokens.TryTake(")"))
        {
            var value = TemplateExpressionParser.Parse(tokens);
            arguments.Add(value is VariableExpression { Name: var name } && tokens.TryTake("=")
                ? new TemplateArgument(name, TemplateExpressionParser.Parse(tokens))
                : new TemplateArgument(null, value));
            if (tokens.Peek != ")")
            {
                tokens.Expect(",");
            }
        }

        return arguments;
    }

    private static ListExpression List(TemplateTokens tokens)
    {
        var items = new List<ITemplateExpression>();
        while (!tokens.TryTake("]"))
        {
            items.Add(TemplateExpressionParser.Parse(tokens));
            if (tokens.Peek != "]")
            {
                tokens.Expect(",");
            }
        }

        return new ListExpression(items);
    }

    private static ITemplateExpression Primary(TemplateTokens tokens)
    {
        var token = tokens.Take();
        switch (token)
        {
            case "(":
                var inner = TemplateExpressionParser.Parse(tokens);
                tokens.Expect(")");
                return inner;
            case "[":
                return List(tokens);
            case "-" when tokens.Peek is { } digits && char.IsAsciiDigit(digits[0]):
                return new ConstantExpression(-Number(tokens.Take()));
            case "true" or "True":
                return new ConstantExpression(true);
            case "false" or "False":
                return new ConstantExpression(false);
            case "none" or "None":
                return new ConstantExpression(null);
            default:
                return token[0] switch
                {
                    '\'' or '"' => new ConstantExpression(TemplateTokens.Unquote(token)),
                    >= '0' and <= '9' => new ConstantExpression(Number(token)),
                    '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => new VariableExpression(token),
                    _ => throw new TemplateException($"it has '{token}' where a value should be."),
                };
        }
    }

    private static int Number(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new TemplateException($"it has the number {token}, which is too large.");
}
