namespace SpeculativeDecoding;

/// <summary>Reads the operators of an expression, the loosest binding first.</summary>
internal static class TemplateExpressionParser
{
    public static ITemplateExpression Parse(TemplateTokens tokens)
    {
        var value = ParseWithoutCondition(tokens);
        if (!tokens.TryTake("if"))
        {
            return value;
        }

        var condition = ParseWithoutCondition(tokens);
        return new ConditionalExpression(condition, value, tokens.TryTake("else") ? Parse(tokens) : new ConstantExpression(null));
    }

    /// <summary>What a loop goes over: an <c>if</c> behind it is none of a value.</summary>
    public static ITemplateExpression ParseWithoutCondition(TemplateTokens tokens)
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
        if (tokens.TryTake("not"))
        {
            tokens.Expect("in");
            return new NotExpression(new BinaryExpression("in", left, Sum(tokens)));
        }

        return tokens.Peek is "==" or "!=" or "<" or ">" or "<=" or ">=" or "in" ? new BinaryExpression(tokens.Take(), left, Sum(tokens)) : left;
    }

    private static ITemplateExpression Sum(TemplateTokens tokens)
    {
        var left = Product(tokens);
        while (tokens.Peek is "+" or "-" or "~")
        {
            left = new BinaryExpression(tokens.Take(), left, Product(tokens));
        }

        return left;
    }

    private static ITemplateExpression Product(TemplateTokens tokens)
    {
        var left = TemplateOperandParser.Parse(tokens);
        while (tokens.Peek is "*" or "%")
        {
            left = new BinaryExpression(tokens.Take(), left, TemplateOperandParser.Parse(tokens));
        }

        return left;
    }
}
