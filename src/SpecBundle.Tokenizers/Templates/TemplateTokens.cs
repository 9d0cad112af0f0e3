using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>The words of one expression or statement, read from the front.</summary>
internal sealed partial class TemplateTokens
{
    private readonly List<string> _tokens = [];
    private int _next;

    public TemplateTokens(string source)
    {
        for (var at = 0; at < source.Length;)
        {
            var match = Token().Match(source, at);
            if (!match.Success)
            {
                throw new TemplateException($"it has '{source[at..]}', which this engine does not read.");
            }

            if (match.Value.Trim().Length > 0)
            {
                _tokens.Add(match.Value.Trim(' ', '\t', '\r', '\n'));
            }

            at += match.Length;
        }
    }

    public string? Peek => _next < _tokens.Count ? _tokens[_next] : null;

    public string Take() => _next < _tokens.Count ? _tokens[_next++] : throw new TemplateException("an expression breaks off.");

    public bool TryTake(string token)
    {
        if (Peek != token)
        {
            return false;
        }

        _next++;
        return true;
    }

    public void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw new TemplateException($"it has '{Peek ?? "nothing"}' where '{token}' should be.");
        }
    }

    public void ExpectEnd()
    {
        if (Peek is { } rest)
        {
            throw new TemplateException($"it has '{rest}', which this engine does not read.");
        }
    }

    /// <summary>The text of a quoted token, its escapes resolved.</summary>
    public static string Unquote(string token)
    {
        var text = new StringBuilder();
        for (var i = 1; i < token.Length - 1; i++)
        {
            text.Append(token[i] != '\\' ? token[i] : token[++i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                var other => other,
            });
        }

        return text.ToString();
    }

    [GeneratedRegex("""\G(?:\s+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z_0-9]*|[0-9]+|==|!=|<=|>=|[-+*%~|.,:()\[\]=<>])""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Token();
}
