namespace SpeculativeDecoding.Templates;

/// <summary>Reads what stands between the parentheses of a call.</summary>
internal readonly struct ArgumentParser(TokenStream tokens, ExpressionParser expressions)
{
    private readonly TokenStream _tokens = tokens;

    public ArgumentExpressions Parse()
    {
        var line = _tokens.Current.Line;
        _tokens.ExpectOperator("(");
        List<IExpression> positional = [];
        List<(string Name, IExpression Value)> named = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        IExpression? rest = null, namedRest = null;
        var isFirst = true;
        while (!_tokens.Current.IsOperator(")"))
        {
            if (!isFirst)
            {
                _tokens.ExpectOperator(",");
                if (_tokens.Current.IsOperator(")"))
                {
                    break;
                }
            }

            isFirst = false;
            if (_tokens.TryTakeOperator("*"))
            {
                Ensure(rest is null && namedRest is null, line);
                rest = expressions.Parse();
            }
            else if (_tokens.TryTakeOperator("**"))
            {
                Ensure(namedRest is null, line);
                namedRest = expressions.Parse();
            }
            else if (_tokens.Current.Kind == TokenKind.Name && _tokens.Following.IsOperator("="))
            {
                Ensure(namedRest is null, line);
                var name = _tokens.Take().Text;
                if (!names.Add(name))
                {
                    throw _tokens.Error($"keyword argument repeated: {name}", line);
                }

                _tokens.Take();
                named.Add((name, expressions.Parse()));
            }
            else
            {
                Ensure(rest is null && namedRest is null && named.Count == 0, line);
                positional.Add(expressions.Parse());
            }
        }

        _tokens.ExpectOperator(")");
        return new ArgumentExpressions(positional, named, rest, namedRest);
    }

    private void Ensure(bool holds, int line)
    {
        if (!holds)
        {
            throw _tokens.Error("invalid syntax for function call expression", line);
        }
    }
}
