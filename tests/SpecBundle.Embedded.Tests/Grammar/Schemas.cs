using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Grammars of schemas, and what a validator that is not ours says of a text.</summary>
internal static class Schemas
{
    private static readonly EvaluationOptions Options = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.Flag };

    public static Grammar Grammar(string schema) => GrammarSource.JsonSchema(schema).Write();

    public static bool Allows(Grammar grammar, string text) => grammar.Start.Advance(Encoding.UTF8.GetBytes(text)).IsComplete;

    public static bool IsValid(string schema, string text) => JsonSchema.FromText(schema).Evaluate(Node(JsonElement.Parse(text)), Options).IsValid;

    /// <summary>
    /// What the validator reads. Of members with the same name the last counts; and characters that join are replaced by as many
    /// that can't, for it counts as one what is seen as one, where the specification counts each.
    /// </summary>
    private static JsonNode? Node(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = Node(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Node)]);
            case JsonValueKind.String:
                return string.Concat(StringInfo.GetTextElementEnumerator(value.GetString()!).Elements().Select(element =>
                    element == "\r\n" ? "\n\n" : element.EnumerateRunes().Count() == 1 ? element : new string('é', element.EnumerateRunes().Count())));
            case JsonValueKind.Number when value.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase):
                // Only a number without limits has an exponent, and the validator breaks on a large one.
                return JsonValue.Create(0.5);
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    private static IEnumerable<string> Elements(this TextElementEnumerator elements)
    {
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }
}
