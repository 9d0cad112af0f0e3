using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes the calls of tools: each by its name, with what its schema allows.</summary>
internal sealed class ToolCallWriter(GrammarBuilder grammar)
{
    // What a tool without parameters is called with.
    private const string Nothing = """{"type":"object","properties":{}}""";

    public int Write(int from, IReadOnlyList<(string Name, string? Parameters)> tools, int most)
    {
        var call = grammar.Rule(start => grammar.Choice(start, tools.Select(tool => (Func<int, int>)(way => Write(way, tool.Name, tool.Parameters ?? Nothing)))));
        var first = grammar.Once(grammar.Text(from, "["u8), call);
        var more = grammar.Rule(start => grammar.Once(grammar.Text(start, ", "u8), call));
        return grammar.Text(grammar.Repeat(first, more, 0, most - 1), "]"u8);
    }

    private int Write(int from, string name, string parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        var schemas = new SchemaWriter(grammar, document.RootElement);
        var to = schemas.Strings.WriteLiteral(grammar.Text(from, "{\"name\": "u8), name);
        return grammar.Text(schemas.WriteRoot(grammar.Text(to, ", \"parameters\": "u8)), "}"u8);
    }
}
