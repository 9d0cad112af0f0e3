namespace SpeculativeDecoding.Templates;

internal enum TokenKind
{
    Data,
    OpenOutput,
    CloseOutput,
    OpenBlock,
    CloseBlock,
    Name,
    Text,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template's source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands, or the content of a text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, object? Value = null)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string sign) => Kind == TokenKind.Operator && Text == sign;

    public override string ToString() => Kind switch
    {
        TokenKind.CloseOutput => "end of print statement",
        TokenKind.CloseBlock => "end of statement block",
        TokenKind.End => "end of template",
        _ => Text,
    };
}
