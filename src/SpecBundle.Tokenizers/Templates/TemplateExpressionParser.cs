using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads an expression, the loosest binding first.</summary>
internal static class TemplateExpressionParser
{
    public static ITemplateExpression Parse(TemplateTokens tokens)
    {
        var left = And(tokens);
        while (tokens.TryTake("or"))
        {
            left = new BinaryExpression("or", left, And(tokens));
        }

        return left;
    }

    private static ITemplateExpression And(TemplateTokens tokens)
    {
        var left = Not(tokens);
        while (tokens.TryTake("and"))
        {
            left = new BinaryExpression("and", left, Not(tokens));
        }

        return left;
    }

    private static ITemplateExpression Not(TemplateTokens tokens) => tokens.TryTake("not") ? new NotExpression(Not(tokens)) : Comparison(tokens);

    private static ITemplateExpression Comparison(TemplateTokens tokens)
    {
        var left = Sum(tokens);
        if (tokens.Peek is "==" or "!=")
        {
            return new BinaryExpression(tokens.Take(), left, Sum(tokens));
        }

        if (!tokens.TryTake("is"))
        {
            return left;
        }

        var negated = tokens.TryTake("not");
        var none = tokens.TryTake("none");
        if (!none)
        {
            tokens.Expect("defined");
        }

        // What is not defined is null here, so both tests ask the same.
        return new BinaryExpression(none == negated ? "!=" : "==", left, new ConstantExpression(null));
    }

    private static ITemplateExpression Sum(TemplateTokens tokens)
    {
        var left = Filtered(tokens);
        while (tokens.Peek is "+" or "~")
        {
            left = new BinaryExpression(tokens.Take(), left, Filtered(tokens));
        }

        return left;
    }

    private static ITemplateExpression Filtered(TemplateTokens tokens)
    {
        var value = Member(tokens);
        while (tokens.TryTake("|"))
        {
            tokens.Expect("trim");
            value = new TrimExpression(value);
        }

        return value;
    }

    private static ITemplateExpression Member(TemplateTokens tokens)
    {
        var value = Primary(tokens);
        while (true)
        {
            if (tokens.TryTake("["))
            {
                value = new MemberExpression(value, Parse(tokens));
                tokens.Expect("]");
            }
            else if (tokens.TryTake("."))
            {
                value = new MemberExpression(value, new ConstantExpression(tokens.Take()));
            }
            else if (value is VariableExpression { Name: "raise_exception" } && tokens.TryTake("("))
            {
                value = new RefusalExpression(Parse(tokens));
                tokens.Expect(")");
            }
            else
            {
                return value;
            }
        }
    }

    private static ITemplateExpression Primary(TemplateTokens tokens)
    {
        var token = tokens.Take();
        switch (token)
        {
            case "(":
                var inner = Parse(tokens);
                tokens.Expect(")");
                return inner;
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
