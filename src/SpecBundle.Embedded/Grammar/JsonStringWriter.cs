namespace SpeculativeDecoding.Embedded;

/// <summary>Writes JSON strings: any text, a pattern's, a format's, or one.</summary>
internal sealed class JsonStringWriter(GrammarBuilder grammar)
{
    private const int MostNameCharacters = 1_000;
    private readonly JsonCharacters _characters = new();
    private PatternWriter? _patterns;

    private PatternWriter Patterns => _patterns ??= new PatternWriter(grammar, _characters);

    public int Write(int from, SchemaPlace place)
    {
        var (minimum, maximum) = (place.Count("minLength") ?? 0, place.Count("maxLength") ?? SilentEdge.Unbounded);
        var (pattern, format) = (place.Text("pattern"), place.Text("format"));
        if (pattern is not null && format is not null)
        {
            throw place.Unsupported("format", "it stands beside pattern");
        }

        var content = pattern is not null ? PatternAnchors.Resolve(Parse(pattern, place), isWhole: false)
            : format is not null ? StringFormats.Find(format) ?? throw place.Unsupported("format", $"{format} is none of {StringFormats.Names}")
            : null;
        if (content is not null && (content.Least < minimum || content.Most > maximum))
        {
            throw place.Unsupported(content.Least < minimum ? "minLength" : "maxLength", $"it stands beside {(pattern is null ? "format" : "pattern")}, which allows other lengths; say it in the pattern");
        }

        return Quoted(from, start => content is null ? Patterns.WriteAny(start, minimum, maximum) : Patterns.Write(start, content));
    }

    public int WriteLiteral(int from, string text) => Quoted(from, start => grammar.Text(start, JsonCharacters.Spell(text)));

    public int WriteAny(int from) => Quoted(from, start => Patterns.WriteAny(start, 0, SilentEdge.Unbounded));

    /// <summary>Any text that is none of some, for the names of further members.</summary>
    public int WriteOther(int from, IReadOnlyList<string> excluded) => excluded.Count == 0 ? WriteAny(from) : Quoted(from, start =>
    {
        var to = grammar.Node();
        Diverge(start, [.. excluded.Select(name => name.EnumerateRunes().Select(rune => rune.Value).ToArray())], 0, to);
        return to;
    });

    private static PatternNode Parse(string pattern, SchemaPlace place)
    {
        try
        {
            return PatternParser.Parse(pattern);
        }
        catch (GrammarException exception)
        {
            throw place.Unsupported("pattern", exception.Message);
        }
    }

    /// <summary>Follows the names as far as they go; a character that none of them has here leads to any text. No escapes until then: they could spell a name.</summary>
    private void Diverge(int from, List<int[]> names, int at, int to)
    {
        if (at > MostNameCharacters)
        {
            throw new GrammarException($"The JSON schema has a property whose name is longer than {MostNameCharacters} characters, and further ones.");
        }

        if (!names.Exists(name => name.Length == at))
        {
            grammar.Skip(from, to);
        }

        var next = names.Where(name => name.Length > at).GroupBy(name => name[at]).ToList();
        var other = grammar.Node();
        Utf8Writer.Write(grammar, from, JsonCharacters.Unescaped.Without(CharacterSet.Of(next.Select(group => (group.Key, group.Key)))), other);
        grammar.Skip(Patterns.WriteAny(other, 0, SilentEdge.Unbounded), to);
        foreach (var group in next)
        {
            var step = grammar.Node();
            _characters.Write(grammar, from, CharacterSet.Of((group.Key, group.Key)), step);
            Diverge(step, [.. group], at + 1, to);
        }
    }

    private int Quoted(int from, Func<int, int> write) => grammar.Text(write(grammar.Text(from, "\""u8)), "\""u8);
}
