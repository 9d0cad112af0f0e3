namespace SpeculativeDecoding.Templates;

/// <summary>Reads a template into statements.</summary>
internal sealed class TemplateParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly HashSet<string> _blocks = new(StringComparer.Ordinal);
    private int _loops;
    private int _macros;

    private TemplateParser(TokenStream tokens) => (_tokens, _expressions) = (tokens, new ExpressionParser(tokens));

    /// <exception cref="JinjaException">It can't be parsed.</exception>
    public static IReadOnlyList<IStatement> Parse(string source)
    {
        var parser = new TemplateParser(new TokenStream(TemplateLexer.Read(source)));
        return parser.Body();
    }

    /// <summary>The statements up to the end of the template, or to one of the tags, at whose name it stops.</summary>
    private List<IStatement> Body(params ReadOnlySpan<string> ends)
    {
        _tokens.Enter();
        var body = new List<IStatement>();
        while (_tokens.Current.Kind != TokenKind.End)
        {
            var token = _tokens.Take();
            if (token.Kind == TokenKind.Data)
            {
                body.Add(new TextStatement(token.Text));
            }
            else if (token.Kind == TokenKind.OpenOutput)
            {
                body.Add(new PrintStatement([_expressions.ParseTuple()], token.Line));
                _tokens.Expect(TokenKind.CloseOutput, "end of print statement");
            }
            else
            {
                if (_tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text))
                {
                    _tokens.Leave();
                    return body;
                }

                body.Add(Statement(ends));
                _tokens.Expect(TokenKind.CloseBlock, "end of statement block");
            }
        }

        _tokens.Leave();
        return ends.Length == 0 ? body : throw _tokens.Error($"Unexpected end of template. Jinja was looking for the following tags: '{string.Join("' or '", ends.ToArray())}'.");
    }

    /// <summary>A body behind the end of the tag that opens it, up to the tag that ends it.</summary>
    private List<IStatement> BodyTo(params ReadOnlySpan<string> ends)
    {
        _tokens.TryTakeOperator(":");
        _tokens.Expect(TokenKind.CloseBlock, "end of statement block");
        return Body(ends);
    }

    /// <summary>A body in a frame of its own, in which a filter or test that nobody has is an error again.</summary>
    private List<IStatement> FrameTo(string end)
    {
        var outer = _expressions.IsInBranch;
        _expressions.IsInBranch = false;
        var body = BodyTo(end);
        _tokens.Take();
        _expressions.IsInBranch = outer;
        return body;
    }

    private IStatement Statement(ReadOnlySpan<string> ends)
    {
        var line = _tokens.Current.Line;
        if (_tokens.Current.Kind != TokenKind.Name)
        {
            throw _tokens.Error("tag name expected");
        }

        switch (_tokens.Take().Text)
        {
            case "if":
                return If();
            case "for":
                return For(line);
            case "set":
                return Set(line);
            case "macro":
                return Macro();
            case "call":
                return Call(line);
            case "filter":
                var captured = new CapturedText();
                var filters = new OperandParser(_tokens, _expressions).BlockFilters(captured, isFirstNamed: true)!;
                return new FilterBlockStatement(filters, FrameTo("endfilter"), line);
            case "with":
                return With();
            case "print":
                return Print(line);
            case "generation":
                return new ScopeStatement([], MacroBodyTo("endgeneration"));
            case "autoescape":
                return _expressions.Parse() is ConstantExpression { Value: false or null } ? new ScopeStatement([], FrameTo("endautoescape")) : throw _tokens.Error("autoescape is not read here: chat templates write text, not HTML", line);
            case "block":
                return Block();
            case "break" when _loops > 0:
                return new BreakStatement();
            case "continue" when _loops > 0:
                return new ContinueStatement();
            case "break" or "continue":
                throw _tokens.Error("'break' or 'continue' outside of a loop", line);
            case "include" or "import" or "from" or "extends":
                SkipToEnd();
                return new OtherTemplateStatement(line);
            case var other:
                throw _tokens.Error($"Encountered unknown tag '{other}'." + (ends.Length == 0 ? "" : $" Jinja was looking for the following tags: '{string.Join("' or '", ends.ToArray())}'."), line);
        }
    }

    private IfStatement If()
    {
        var outer = _expressions.IsInBranch;
        _expressions.IsInBranch = true;
        var branches = new List<(IExpression?, IReadOnlyList<IStatement>, int)>();
        var line = _tokens.Current.Line;
        IExpression? condition = _expressions.ParseTuple(withCondition: false);
        while (true)
        {
            var body = BodyTo(condition is null ? ["endif"] : ["elif", "else", "endif"]);
            branches.Add((condition, body, line));
            line = _tokens.Current.Line;
            switch (_tokens.Take().Text)
            {
                case "elif":
                    condition = _expressions.ParseTuple(withCondition: false);
                    break;
                case "else":
                    condition = null;
                    break;
                default:
                    _expressions.IsInBranch = outer;
                    return new IfStatement(branches);
            }
        }
    }

    private ForStatement For(int line)
    {
        var target = Target(end: "in");
        if (target.Names.Contains("loop"))
        {
            throw _tokens.Error("Can't assign to special loop variable in for-loop target", line);
        }

        _tokens.ExpectName("in");
        var items = _expressions.ParseTuple(withCondition: false, end: "recursive");
        var condition = _tokens.TryTakeName("if") ? _expressions.Parse() : null;
        var isRecursive = _tokens.TryTakeName("recursive");
        var outer = _expressions.IsInBranch;
        _expressions.IsInBranch = false;
        _loops++;
        var macros = _macros;
        var body = BodyTo("endfor", "else");
        _loops--;
        List<IStatement> otherwise = [];
        if (_tokens.Take().Text == "else")
        {
            otherwise = BodyTo("endfor");
            _tokens.Take();
        }

        _expressions.IsInBranch = outer;
        return new ForStatement(target, items, condition, isRecursive, body, otherwise, KeepsScopes: _macros > macros, line);
    }

    private IStatement Set(int line)
    {
        var target = _tokens.Following.IsOperator(".") ? NamespaceField() : Target(end: null);
        if (_tokens.TryTakeOperator("="))
        {
            return new SetStatement(target, _expressions.ParseTuple(), line);
        }

        var captured = new CapturedText();
        var filters = new OperandParser(_tokens, _expressions).BlockFilters(captured, isFirstNamed: false);
        return new SetBlockStatement(target, filters, FrameTo("endset"), line);
    }

    private MacroStatement Macro()
    {
        var name = _tokens.TakeName();
        var parameters = Parameters();
        return new MacroStatement(Definition(name, parameters, "endmacro"));
    }

    private CallBlockStatement Call(int line)
    {
        var parameters = _tokens.Current.IsOperator("(") ? Parameters() : [];
        var call = _expressions.Parse() as CallExpression ?? throw _tokens.Error("expected call", line);
        return new CallBlockStatement(Definition("caller", parameters, "endcall"), call, line);
    }

    private MacroDefinition Definition(string name, IReadOnlyList<(string, IExpression?)> parameters, string end)
    {
        var first = _tokens.Position;
        var body = MacroBodyTo(end);
        var special = _tokens.NamesSince(first).Where(word => word is "caller" or "kwargs" or "varargs").ToHashSet(StringComparer.Ordinal);
        return new MacroDefinition(name, parameters, body, special);
    }

    private List<IStatement> MacroBodyTo(string end)
    {
        // A loop around a macro is none that the macro's body could leave.
        var loops = _loops;
        _loops = 0;
        _macros++;
        var body = FrameTo(end);
        _loops = loops;
        return body;
    }

    private List<(string Name, IExpression? Default)> Parameters()
    {
        var parameters = new List<(string Name, IExpression? Default)>();
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            if (parameters.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            var name = AssignableName(_tokens.TakeName());
            if (_tokens.TryTakeOperator("="))
            {
                parameters.Add((name, _expressions.Parse()));
            }
            else if (parameters is [.., { Default: not null }])
            {
                throw _tokens.Error("non-default argument follows default argument");
            }
            else
            {
                parameters.Add((name, null));
            }
        }

        _tokens.ExpectOperator(")");
        return parameters;
    }

    private ScopeStatement With()
    {
        var variables = new List<(AssignmentTarget, IExpression)>();
        while (_tokens.Current.Kind is not (TokenKind.CloseBlock or TokenKind.End))
        {
            if (variables.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            var target = Target(end: null);
            _tokens.ExpectOperator("=");
            variables.Add((target, _expressions.Parse()));
        }

        return new ScopeStatement(variables, FrameTo("endwith"));
    }

    private PrintStatement Print(int line)
    {
        var values = new List<IExpression>();
        while (_tokens.Current.Kind is not (TokenKind.CloseBlock or TokenKind.End))
        {
            if (values.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            values.Add(_expressions.Parse());
        }

        return new PrintStatement(values, line);
    }

    private BlockStatement Block()
    {
        var name = _tokens.TakeName();
        if (!_blocks.Add(name))
        {
            throw _tokens.Error($"block '{name}' defined twice");
        }

        var isScoped = _tokens.TryTakeName("scoped");
        _tokens.TryTakeName("required");
        var body = MacroBodyTo("endblock");
        _tokens.TryTakeName(name);
        return new BlockStatement(isScoped, body);
    }

    private void SkipToEnd()
    {
        while (_tokens.Current.Kind is not (TokenKind.CloseBlock or TokenKind.End))
        {
            _tokens.Take();
        }
    }

    private AssignmentTarget NamespaceField()
    {
        var name = _tokens.TakeName();
        _tokens.ExpectOperator(".");
        return AssignmentTarget.Of(name, _tokens.TakeName());
    }

    /// <summary>A name, or several with commas between them, in parentheses or not.</summary>
    private AssignmentTarget Target(string? end)
    {
        var parts = new List<AssignmentTarget>();
        var isTuple = false;
        while (true)
        {
            if (parts.Count > 0)
            {
                if (!_tokens.TryTakeOperator(","))
                {
                    break;
                }

                isTuple = true;
            }

            if (_tokens.Current.Kind is TokenKind.CloseBlock or TokenKind.CloseOutput || _tokens.Current.IsOperator(")") || _tokens.Current.IsOperator("=") || (end is not null && _tokens.Current.IsName(end)))
            {
                break;
            }

            parts.Add(TargetPart());
        }

        return parts.Count == 0 ? throw _tokens.Error($"Expected an expression, got '{_tokens.Current}'") : isTuple ? new AssignmentTarget(null, null, parts) : parts[0];
    }

    private AssignmentTarget TargetPart()
    {
        if (_tokens.TryTakeOperator("("))
        {
            _tokens.Enter();
            var inner = Target(end: null);
            _tokens.ExpectOperator(")");
            _tokens.Leave();
            return inner;
        }

        return _tokens.Current.Kind == TokenKind.Name ? AssignmentTarget.Of(AssignableName(_tokens.Take().Text)) : throw _tokens.Error($"can't assign to '{_tokens.Current}'");
    }

    private string AssignableName(string name) =>
        name is "true" or "false" or "none" or "True" or "False" or "None" ? throw _tokens.Error($"can't assign to '{name}'") : name;
}
