using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>Reads what stands between operators: a value with its members, calls, filters and tests.</summary>
internal readonly struct OperandParser(TokenStream tokens, ExpressionParser expressions)
{
    private readonly TokenStream _tokens = tokens;
    private readonly ExpressionParser _expressions = expressions;

    public IExpression Parse(bool withFilters = true)
    {
        _tokens.Enter();
        var value = _tokens.TryTakeOperator("-") ? new NegativeExpression(Parse(withFilters: false))
            : _tokens.TryTakeOperator("+") ? new PositiveExpression(Parse(withFilters: false))
            : Primary();
        value = Postfix(value);
        value = withFilters ? Filters(value) : value;
        _tokens.Leave();
        return value;
    }

    /// <summary>The filters of a set block or a filter block, which have no value in front.</summary>
    public IExpression? BlockFilters(IExpression value, bool isFirstNamed)
    {
        var filtered = isFirstNamed ? Filter(value) : value;
        while (_tokens.TryTakeOperator("|"))
        {
            filtered = Filter(filtered);
        }

        return ReferenceEquals(filtered, value) ? null : filtered;
    }

    private IExpression Postfix(IExpression value)
    {
        while (true)
        {
            if (_tokens.TryTakeOperator("."))
            {
                value = _tokens.Current.Kind switch
                {
                    TokenKind.Name => new AttributeExpression(value, _tokens.Take().Text),
                    TokenKind.Integer => new ItemExpression(value, new ConstantExpression(_tokens.Take().Value)),
                    _ => throw _tokens.Error("expected name or number"),
                };
            }
            else if (_tokens.TryTakeOperator("["))
            {
                value = Subscript(value);
            }
            else if (_tokens.Current.IsOperator("("))
            {
                value = new CallExpression(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private IExpression Filters(IExpression value)
    {
        while (true)
        {
            if (_tokens.TryTakeOperator("|"))
            {
                value = Filter(value);
            }
            else if (_tokens.TryTakeName("is"))
            {
                value = Test(value);
            }
            else if (_tokens.Current.IsOperator("("))
            {
                value = new CallExpression(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private FilterExpression Filter(IExpression value)
    {
        var line = _tokens.Current.Line;
        var name = DottedName();
        var filter = FilterTable.Find(name);
        if (filter is null && !_expressions.IsInBranch)
        {
            throw _tokens.Error($"No filter named '{name}'.", line);
        }

        return new FilterExpression(value, name, filter, _tokens.Current.IsOperator("(") ? Arguments() : ArgumentExpressions.None);
    }

    private IExpression Test(IExpression value)
    {
        var isNegated = _tokens.TryTakeName("not");
        var line = _tokens.Current.Line;
        var name = DottedName();
        var test = TestTable.Find(name);
        if (test is null && !_expressions.IsInBranch)
        {
            throw _tokens.Error($"No test named '{name}'.", line);
        }

        var arguments = ArgumentExpressions.None;
        if (_tokens.Current.IsOperator("("))
        {
            arguments = Arguments();
        }
        else if (_tokens.Current.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Integer or TokenKind.Float || _tokens.Current is { Kind: TokenKind.Operator, Text: "[" or "{" })
        {
            if (_tokens.Current.IsName("is"))
            {
                throw _tokens.Error("You cannot chain multiple tests with is");
            }

            if (!(_tokens.Current.IsName("else") || _tokens.Current.IsName("or") || _tokens.Current.IsName("and")))
            {
                arguments = new ArgumentExpressions([Postfix(Primary())], [], null, null);
            }
        }

        var expression = new TestExpression(value, name, test, arguments);
        return isNegated ? new NotExpression(expression) : expression;
    }

    private string DottedName()
    {
        var name = _tokens.TakeName();
        while (_tokens.TryTakeOperator("."))
        {
            name += "." + _tokens.TakeName();
        }

        return name;
    }

    private ItemExpression Subscript(IExpression owner)
    {
        var parts = new List<IExpression>();
        while (!_tokens.Current.IsOperator("]"))
        {
            if (parts.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            parts.Add(Subscribed());
        }

        _tokens.ExpectOperator("]");
        return new ItemExpression(owner, parts.Count == 1 ? parts[0] : new TupleExpression(parts));
    }

    private IExpression Subscribed()
    {
        var start = _tokens.Current.IsOperator(":") ? null : _expressions.Parse();
        if (!_tokens.TryTakeOperator(":"))
        {
            return start!;
        }

        var stop = EndsSlice() || _tokens.Current.IsOperator(":") ? null : _expressions.Parse();
        var step = _tokens.TryTakeOperator(":") && !EndsSlice() ? _expressions.Parse() : null;
        return new SliceExpression(start, stop, step);
    }

    private bool EndsSlice() => _tokens.Current.IsOperator("]") || _tokens.Current.IsOperator(",");

    private IExpression Primary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                _tokens.Take();
                return token.Text switch
                {
                    "true" or "True" => new ConstantExpression(PythonTruth.Box(true)),
                    "false" or "False" => new ConstantExpression(PythonTruth.Box(false)),
                    "none" or "None" => new ConstantExpression(null),
                    _ => new NameExpression(token.Text),
                };
            case TokenKind.Text:
                var text = new StringBuilder(_tokens.Take().Text);
                while (_tokens.Current.Kind == TokenKind.Text)
                {
                    text.Append(_tokens.Take().Text);
                }

                return new ConstantExpression(text.ToString());
            case TokenKind.Integer or TokenKind.Float:
                return new ConstantExpression(_tokens.Take().Value);
            case TokenKind.Operator when _tokens.TryTakeOperator("("):
                var inner = _expressions.ParseTuple(isInParentheses: true);
                _tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when _tokens.TryTakeOperator("["):
                return new ListExpression(Items("]", _expressions.Parse));
            case TokenKind.Operator when _tokens.TryTakeOperator("{"):
                return new MapExpression(Items("}", Pair));
            default:
                throw _tokens.Error($"unexpected '{token}'");
        }
    }

    private (IExpression Key, IExpression Value) Pair()
    {
        var key = _expressions.Parse();
        _tokens.ExpectOperator(":");
        return (key, _expressions.Parse());
    }

    private List<T> Items<T>(string end, Func<T> parse)
    {
        var items = new List<T>();
        while (!_tokens.Current.IsOperator(end))
        {
            if (items.Count > 0)
            {
                _tokens.ExpectOperator(",");
                if (_tokens.Current.IsOperator(end))
                {
                    break;
                }
            }

            items.Add(parse());
        }

        _tokens.ExpectOperator(end);
        return items;
    }

    private ArgumentExpressions Arguments() => new ArgumentParser(_tokens, _expressions).Parse();
}
