namespace SpeculativeDecoding.Templates;

/// <summary>
/// Cuts a template into data and tags, with the treatment of white space that chat templates are written for: a statement
/// and a comment take their line's indentation and the line break after them, <c>-</c> takes all white space, <c>+</c> none.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _isLineStart = true;

    private TemplateLexer(string source) => _source = source;

    /// <exception cref="JinjaException">A tag or a text is not closed, or there is a character that means nothing.</exception>
    public static List<Token> Read(string source)
    {
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new TemplateLexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.ReadAll();
        lexer._tokens.Add(new Token(TokenKind.End, "", lexer._line));
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var open = NextOpening();
            if (open < 0)
            {
                Add(TokenKind.Data, _source[_at..]);
                return;
            }

            var kind = _source[open + 1];
            var sign = open + 2 < _source.Length && _source[open + 2] is '-' or '+' ? _source[open + 2] : '\0';
            AddData(_source[_at..open], sign, isOutput: kind == '{');
            Advance(open + (sign == '\0' ? 2 : 3));
            switch (kind)
            {
                case '#':
                    SkipComment();
                    break;
                case '%' when RawBegin() is > 0 and var end:
                    Advance(end);
                    ReadRaw();
                    break;
                default:
                    ReadTag(isOutput: kind == '{');
                    break;
            }
        }
    }

    private int NextOpening()
    {
        for (var i = _at; (i = _source.IndexOf('{', i)) >= 0 && i + 1 < _source.Length; i++)
        {
            if (_source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where a raw block's text begins; 0 where the tag is another.</summary>
    private int RawBegin()
    {
        var at = SkipSpace(_at);
        if (!_source.AsSpan(at).StartsWith("raw"))
        {
            return 0;
        }

        at = SkipSpace(at + 3);
        return _source.AsSpan(at).StartsWith("-%}") ? SkipSpace(at + 3) : _source.AsSpan(at).StartsWith("%}") ? at + 2 : 0;
    }

    private void ReadRaw()
    {
        _isLineStart = _source[_at - 1] == '\n';
        for (var open = _at; (open = _source.IndexOf("{%", open, StringComparison.Ordinal)) >= 0; open++)
        {
            var sign = open + 2 < _source.Length && _source[open + 2] is '-' or '+' ? _source[open + 2] : '\0';
            var name = SkipSpace(open + (sign == '\0' ? 2 : 3));
            if (_source.AsSpan(name).StartsWith("endraw") && Closing("%}", SkipSpace(name + 6)) is > 0 and var end)
            {
                AddData(_source[_at..open], sign, isOutput: false);
                Advance(end);
                return;
            }
        }

        throw Error("Missing end of raw directive");
    }

    private void SkipComment()
    {
        for (var i = _at; i < _source.Length; i++)
        {
            if (Closing("#}", i) is > 0 and var end)
            {
                Advance(end);
                return;
            }
        }

        throw Error("Missing end of comment tag");
    }

    /// <summary>Where what follows a closing mark begins, with the white space that it takes; 0 where there is none.</summary>
    private int Closing(string mark, int at)
    {
        var rest = _source.AsSpan(at);
        return rest.StartsWith("-" + mark) ? SkipSpace(at + 3)
            : mark != "}}" && rest.StartsWith("+" + mark) ? at + 3
            : !rest.StartsWith(mark) ? 0
            : mark != "}}" && at + 2 < _source.Length && _source[at + 2] == '\n' ? at + 3 : at + 2;
    }

    private void ReadTag(bool isOutput)
    {
        Add(isOutput ? TokenKind.OpenOutput : TokenKind.OpenBlock, "");
        var brackets = new Stack<char>();
        while (true)
        {
            Advance(SkipSpace(_at));
            if (_at >= _source.Length)
            {
                // The parser says what is missing.
                return;
            }

            if (brackets.Count == 0 && Closing(isOutput ? "}}" : "%}", _at) is > 0 and var end)
            {
                Add(isOutput ? TokenKind.CloseOutput : TokenKind.CloseBlock, "");
                Advance(end);
                return;
            }

            var token = ExpressionLexer.Next(_source, _at, _line, out var length);
            if (token.Kind == TokenKind.Operator)
            {
                Balance(brackets, token.Text[0]);
            }

            _tokens.Add(token);
            Advance(_at + length);
        }
    }

    private void Balance(Stack<char> brackets, char sign)
    {
        if (sign is '(' or '[' or '{')
        {
            brackets.Push(sign == '(' ? ')' : sign == '[' ? ']' : '}');
        }
        else if (sign is ')' or ']' or '}' && (!brackets.TryPop(out var expected) || expected != sign))
        {
            throw Error(expected == '\0' ? $"unexpected '{sign}'" : $"unexpected '{sign}', expected '{expected}'");
        }
    }

    private void AddData(string text, char sign, bool isOutput)
    {
        var kept = text;
        if (sign == '-')
        {
            kept = PythonText.TrimEnd(text, null);
        }
        else if (sign != '+' && !isOutput)
        {
            var line = text.LastIndexOf('\n') + 1;
            if ((line > 0 || _isLineStart) && line < text.Length && text.AsSpan(line).ToArray().All(PythonText.IsSpace))
            {
                kept = text[..line];
            }
        }

        if (kept.Length > 0)
        {
            Add(TokenKind.Data, kept);
        }
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new Token(kind, text, _line));

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
        _isLineStart = to > 0 && _source[to - 1] == '\n';
    }

    private int SkipSpace(int at)
    {
        while (at < _source.Length && PythonText.IsSpace(_source[at]))
        {
            at++;
        }

        return at;
    }

    private JinjaException Error(string message) => new JinjaException(message, JinjaErrorKind.Syntax).At(_line);
}
