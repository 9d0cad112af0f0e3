using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Templates;

/// <summary>Reads names, texts, numbers and signs inside of a tag.</summary>
internal static partial class ExpressionLexer
{
    public static Token Next(string source, int at, int line, out int length)
    {
        var match = Literal().Match(source, at);
        if (!match.Success)
        {
            throw new JinjaException($"unexpected char {PythonRepr.Quoted(char.IsSurrogate(source[at]) ? source.Substring(at, Math.Min(2, source.Length - at)) : source[at].ToString())} at {at}", JinjaErrorKind.Syntax).At(line);
        }

        length = match.Length;
        return match.Groups["float"].Success ? Float(match.Value, line)
            : match.Groups["integer"].Success ? new Token(TokenKind.Integer, match.Value, line, Integer(match.Value.Replace("_", "", StringComparison.Ordinal), line))
            : match.Groups["name"].Success ? Name(match.Value, line)
            : match.Groups["text"].Success ? new Token(TokenKind.Text, TextLiteral.Read(match.ValueSpan[1..^1], line), line)
            : new Token(TokenKind.Operator, match.Value, line);
    }

    private static Token Name(string name, int line) => char.IsDigit(name[0]) || CharUnicodeInfo.GetUnicodeCategory(name[0]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        ? throw new JinjaException("Invalid character in identifier", JinjaErrorKind.Syntax).At(line)
        : new Token(TokenKind.Name, name, line);

    private static Token Float(string text, int line) =>
        new(TokenKind.Float, text, line, double.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture));

    private static object Integer(string text, int line)
    {
        if (text.Length > 4300)
        {
            throw new JinjaException("Exceeds the limit (4300 digits) for integer string conversion", JinjaErrorKind.Syntax).At(line);
        }

        var digits = text.Length > 2 && !char.IsDigit(text[1]) ? text.AsSpan(2) : text;
        return char.ToLowerInvariant(text.Length > 1 ? text[1] : '0') switch
        {
            'x' => PythonNumber.Normal(BigInteger.Parse(string.Concat("0", digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            'o' => PythonNumber.Normal(digits.ToArray().Aggregate(BigInteger.Zero, (value, digit) => (value * 8) + (digit - '0'))),
            'b' => PythonNumber.Normal(digits.ToArray().Aggregate(BigInteger.Zero, (value, digit) => (value * 2) + (digit - '0'))),
            _ => PythonNumber.Normal(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)),
        };
    }

    [GeneratedRegex("""\G(?:(?<float>(?<!\.)(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?[eE][+-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+))|(?<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*)|(?<name>\w+)|(?<text>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")|//|\*\*|==|!=|>=|<=|[-+/*%~\[\](){}><=.:|,;])""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Literal();
}
