namespace SpeculativeDecoding.Templates;

/// <summary>The tokens of a template, read from the front.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private const int DeepestNesting = 400;
    private int _next;
    private int _depth;

    public Token Current => tokens[_next];

    public Token Following => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    /// <summary>Where it stands, for <see cref="NamesSince"/>.</summary>
    public int Position => _next;

    public IEnumerable<string> NamesSince(int position) => tokens.Skip(position).Take(_next - position).Where(token => token.Kind == TokenKind.Name).Select(token => token.Text);

    public Token Take() => Current.Kind == TokenKind.End ? tokens[_next] : tokens[_next++];

    public bool TryTakeName(string name)
    {
        if (!Current.IsName(name))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool TryTakeOperator(string sign)
    {
        if (!Current.IsOperator(sign))
        {
            return false;
        }

        Take();
        return true;
    }

    public void ExpectOperator(string sign)
    {
        if (!TryTakeOperator(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    public void ExpectName(string name)
    {
        if (!TryTakeName(name))
        {
            throw Unexpected($"'{name}'");
        }
    }

    public string TakeName() => Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected("'name'");

    public void Expect(TokenKind kind, string what)
    {
        if (Current.Kind != kind)
        {
            throw Unexpected($"'{what}'");
        }

        Take();
    }

    public JinjaException Unexpected(string expected) =>
        Error(Current.Kind == TokenKind.End ? $"unexpected end of template, expected {expected}." : $"expected token {expected}, got '{Current}'");

    public JinjaException Error(string message, int? line = null) => new JinjaException(message, JinjaErrorKind.Syntax).At(line ?? Current.Line);

    /// <summary>Goes one level deeper; a template that nests without an end is refused.</summary>
    public void Enter()
    {
        StackGuard.Ensure();
        if (++_depth > DeepestNesting)
        {
            throw Error("it nests too deep");
        }
    }

    public void Leave() => _depth--;
}
