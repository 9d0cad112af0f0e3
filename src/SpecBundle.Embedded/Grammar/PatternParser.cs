using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads a regular expression of ECMA 262, as far as it can be written into a grammar: no looking around, no references back.</summary>
internal sealed class PatternParser
{
    private const int MostCharacters = 10_000;
    private const int MostDepth = 100;
    private const int MostTimes = 100_000;
    private readonly string _pattern;
    private int _at;
    private int _depth;

    private PatternParser(string pattern) => _pattern = pattern;

    private bool IsAtEnd => _at >= _pattern.Length;

    public static PatternNode Parse(string pattern)
    {
        if (pattern.Length > MostCharacters)
        {
            throw new GrammarException($"A pattern may have {MostCharacters} characters, got {pattern.Length}.");
        }

        var parser = new PatternParser(pattern);
        var node = parser.Choice();
        return parser.IsAtEnd ? node : throw parser.Wrong("a ) that closes nothing");
    }

    public GrammarException Wrong(string what) => new($"The pattern {_pattern} has {what} at character {_at}: not supported.");

    private bool Take(string text)
    {
        if (string.CompareOrdinal(_pattern, _at, text, 0, text.Length) != 0)
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    private PatternNode Choice()
    {
        if (++_depth > MostDepth)
        {
            throw Wrong("groups too deep");
        }

        var ways = new List<PatternNode> { Sequence() };
        while (Take("|"))
        {
            ways.Add(Sequence());
        }

        _depth--;
        return ways.Count == 1 ? ways[0] : new PatternChoice(ways);
    }

    private PatternSequence Sequence()
    {
        var parts = new List<PatternNode>();
        while (!IsAtEnd && _pattern[_at] is not ('|' or ')'))
        {
            parts.Add(Repeated(Atom()));
        }

        return new PatternSequence(parts);
    }

    private PatternNode Atom()
    {
        if (Take("^"))
        {
            return new PatternAnchor(IsStart: true);
        }

        if (Take("$"))
        {
            return new PatternAnchor(IsStart: false);
        }

        if (Take("("))
        {
            return Group();
        }

        if (_pattern[_at] is '*' or '+' or '?' or '{' or '}' or ']')
        {
            throw Wrong($"a {_pattern[_at]} that belongs to nothing");
        }

        var reader = new CharacterClassReader(_pattern, _at, Wrong);
        var characters = reader.Read();
        _at = reader.Position;
        return new PatternCharacter(characters);
    }

    private PatternNode Group()
    {
        if (Take("?<") && !IsAtEnd && _pattern[_at] is not ('=' or '!'))
        {
            var end = _pattern.IndexOf('>', _at);
            _at = end < 0 ? throw Wrong("a group's name without an end") : end + 1;
        }
        else if (!IsAtEnd && _pattern[_at - 1] == '<')
        {
            throw Wrong("a look behind");
        }
        else if (Take("?=") || Take("?!"))
        {
            throw Wrong("a look ahead");
        }
        else if (!Take("?:") && !IsAtEnd && _pattern[_at] == '?')
        {
            throw Wrong("a group of another kind");
        }

        var inside = Choice();
        return Take(")") ? inside : throw Wrong("a ( without its )");
    }

    private PatternNode Repeated(PatternNode part)
    {
        if (IsAtEnd || Times() is not var (minimum, maximum))
        {
            return part;
        }

        // Which of the ways to match is tried first makes no difference to what is matched.
        Take("?");
        return part is PatternAnchor ? throw Wrong("a repeated anchor") : new PatternRepeat(part, minimum, maximum);
    }

    private (int Minimum, int Maximum)? Times()
    {
        if (Take("*"))
        {
            return (0, SilentEdge.Unbounded);
        }

        if (Take("+"))
        {
            return (1, SilentEdge.Unbounded);
        }

        if (Take("?"))
        {
            return (0, 1);
        }

        if (!Take("{"))
        {
            return null;
        }

        var minimum = Number();
        var maximum = !Take(",") ? minimum : !IsAtEnd && _pattern[_at] == '}' ? SilentEdge.Unbounded : Number();
        return Take("}") && minimum <= maximum ? (minimum, maximum) : throw Wrong("a { that is no number of times");
    }

    private int Number()
    {
        var start = _at;
        while (!IsAtEnd && char.IsAsciiDigit(_pattern[_at]))
        {
            _at++;
        }

        return int.TryParse(_pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostTimes
            ? number
            : throw Wrong($"a {{ that is no number of times up to {MostTimes}");
    }
}
