namespace SpeculativeDecoding.Templates;

/// <summary>Reads the operators of an expression, the loosest binding first.</summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private readonly TokenStream _tokens = tokens;

    /// <summary>Whether what is read stands in a branch, where a filter or test that nobody has is an error only once it is reached.</summary>
    public bool IsInBranch { get; set; }

    public IExpression Parse()
    {
        _tokens.Enter();
        var value = Or();
        while (_tokens.TryTakeName("if"))
        {
            var condition = Branch(Or);
            var otherwise = _tokens.TryTakeName("else") ? Branch(Parse) : null;
            value = new ConditionalExpression(condition, value, otherwise);
        }

        _tokens.Leave();
        return value;
    }

    /// <summary>What a loop goes over: an <c>if</c> behind it is none of the value.</summary>
    public IExpression ParseWithoutCondition()
    {
        _tokens.Enter();
        var value = Or();
        _tokens.Leave();
        return value;
    }

    /// <summary>One expression, or several with commas between them: a tuple.</summary>
    public IExpression ParseTuple(bool withCondition = true, string? end = null, bool isInParentheses = false)
    {
        var items = new List<IExpression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            if (IsTupleEnd(end))
            {
                break;
            }

            items.Add(withCondition ? Parse() : ParseWithoutCondition());
            if (!_tokens.Current.IsOperator(","))
            {
                break;
            }

            isTuple = true;
        }

        return isTuple || (items.Count == 0 && isInParentheses) ? new TupleExpression(items)
            : items.Count == 1 ? items[0] : throw _tokens.Error($"Expected an expression, got '{_tokens.Current}'");
    }

    private bool IsTupleEnd(string? end) => _tokens.Current.Kind is TokenKind.CloseOutput or TokenKind.CloseBlock || _tokens.Current.IsOperator(")") || (end is not null && _tokens.Current.IsName(end));

    private IExpression Branch(Func<IExpression> parse)
    {
        var before = IsInBranch;
        IsInBranch = true;
        var value = parse();
        IsInBranch = before;
        return value;
    }

    private IExpression Or()
    {
        var left = And();
        while (_tokens.TryTakeName("or"))
        {
            left = new OrExpression(left, And());
        }

        return left;
    }

    private IExpression And()
    {
        var left = Not();
        while (_tokens.TryTakeName("and"))
        {
            left = new AndExpression(left, Not());
        }

        return left;
    }

    private IExpression Not()
    {
        if (!_tokens.TryTakeName("not"))
        {
            return Comparison();
        }

        _tokens.Enter();
        var operand = Not();
        _tokens.Leave();
        return new NotExpression(operand);
    }

    private IExpression Comparison()
    {
        var first = Sum();
        var rest = new List<(string Sign, IExpression Operand)>();
        while (true)
        {
            if (_tokens.Current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or ">" or "<=" or ">=" })
            {
                rest.Add((_tokens.Take().Text, Sum()));
            }
            else if (_tokens.TryTakeName("in"))
            {
                rest.Add(("in", Sum()));
            }
            else if (_tokens.Current.IsName("not") && _tokens.Following.IsName("in"))
            {
                _tokens.Take();
                _tokens.Take();
                rest.Add(("not in", Sum()));
            }
            else
            {
                return rest.Count == 0 ? first : new ComparisonExpression(first, rest);
            }
        }
    }

    private IExpression Sum()
    {
        var left = Joined();
        while (_tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            left = _tokens.Take().Text == "+" ? SumExpression.Of(left, Joined()) : new CalculationExpression(left, "-", Joined());
        }

        return left;
    }

    private IExpression Joined()
    {
        var first = Product();
        if (!_tokens.Current.IsOperator("~"))
        {
            return first;
        }

        var parts = new List<IExpression> { first };
        while (_tokens.TryTakeOperator("~"))
        {
            parts.Add(Product());
        }

        return new JoinExpression(parts);
    }

    private IExpression Product()
    {
        var left = Power();
        while (_tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            left = new CalculationExpression(left, _tokens.Take().Text, Power());
        }

        return left;
    }

    private IExpression Power()
    {
        var left = new OperandParser(_tokens, this).Parse();
        while (_tokens.TryTakeOperator("**"))
        {
            left = new CalculationExpression(left, "**", new OperandParser(_tokens, this).Parse());
        }

        return left;
    }
}
