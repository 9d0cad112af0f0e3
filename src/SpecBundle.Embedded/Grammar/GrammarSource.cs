using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What a request asks its answer to be: known by a key, written into a grammar when it is needed.</summary>
internal sealed class GrammarSource
{
    private readonly Func<Grammar> _write;

    private GrammarSource(string key, Func<Grammar> write) => (Key, _write) = (key, write);

    /// <summary>Sources of the same key have the same grammar.</summary>
    public string Key { get; }

    public static GrammarSource JsonSchema(string schema) => new($"json_schema {schema}", () =>
    {
        using var document = JsonDocument.Parse(schema);
        var grammar = new GrammarBuilder();
        return grammar.Build(grammar.Rule(new SchemaWriter(grammar, document.RootElement).WriteRoot));
    });

    /// <summary>The whole answer matches the expression.</summary>
    public static GrammarSource Regex(string pattern) => new($"regex {pattern}", () =>
    {
        var grammar = new GrammarBuilder();
        var parsed = PatternAnchors.Resolve(PatternParser.Parse(pattern), isWhole: true);
        return grammar.Build(grammar.Rule(from => new PatternWriter(grammar, new PlainCharacters()).Write(from, parsed)));
    });

    /// <summary>Calls of some tools: an array of <c>{"name": ..., "parameters": ...}</c>, as SGLang has its models write it.</summary>
    public static GrammarSource ToolCalls(IReadOnlyList<(string Name, string? Parameters)> tools, int most) =>
        new($"tools {most} {JsonSerializer.Serialize(tools.Select(tool => new[] { tool.Name, tool.Parameters }))}", () =>
        {
            var grammar = new GrammarBuilder();
            return grammar.Build(grammar.Rule(from => new ToolCallWriter(grammar).Write(from, tools, most)));
        });

    /// <exception cref="GrammarException">It can't be followed.</exception>
    public Grammar Write()
    {
        try
        {
            return _write();
        }
        catch (JsonException exception)
        {
            throw new GrammarException($"The JSON schema is no JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new GrammarException("The JSON schema has a text that is no Unicode: half of a surrogate pair.");
        }
    }
}
