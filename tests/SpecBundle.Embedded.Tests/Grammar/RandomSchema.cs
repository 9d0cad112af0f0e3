using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Schemas of the keywords that are followed, all of them with an end.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] Names = ["a", "ab", "abc", "name", "größe", "quote\"d", "back\\slash", "tab\t", "🙂", ""];
    private static readonly string[] Patterns = ["^[A-Z]{2}-\\d{3,5}$", "^(cat|dog)s?$", "^[^a-z]{1,4}$", "^\\w{1,5}@\\w{1,5}\\.(com|org)$", "x{1}", "^(?:ab|cd){1,3}e?$", "^[é-ü\\\\\"\\n]{0,3}$", "^a", "b$", "^.{3}$", "^[\\s\\d]+$"];
    private static readonly string[] Formats = ["date", "time", "date-time", "uuid", "ipv4", "email", "uri", "duration"];
    private bool _hasTree;

    public string Next()
    {
        _hasTree = false;
        var schema = Schema(3);
        if (_hasTree)
        {
            schema["$defs"] = new JsonObject { ["tree"] = JsonNode.Parse("""{"type":"object","properties":{"v":{"type":"boolean"},"next":{"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]}},"required":["next"],"additionalProperties":false}""") };
        }

        return schema.ToJsonString();
    }

    private JsonObject Schema(int depth)
    {
        switch (random.Next(depth > 0 ? 14 : 9))
        {
            case 0: return Text();
            case 1: return new JsonObject { ["type"] = "string", ["pattern"] = Patterns[random.Next(Patterns.Length)] };
            case 2: return new JsonObject { ["type"] = "string", ["format"] = Formats[random.Next(Formats.Length)] };
            case 3: return Limits("integer", 1);
            case 4: return Limits("number", random.Next(2) == 0 ? 1 : 0.01m);
            case 5: return new JsonObject { ["type"] = new JsonArray("boolean", "null", "integer"), ["title"] = "T" };
            case 6: return new JsonObject { ["enum"] = new JsonArray("x", "x\ny", 1, 2.5, null, true, new JsonArray(1, "two"), new JsonObject { ["k"] = "v" }) };
            case 7: return new JsonObject { ["const"] = random.Next(2) == 0 ? "fi\"xed" : 42, ["description"] = "D" };
            case 8:
                _hasTree = true;
                return new JsonObject { ["$ref"] = "#/$defs/tree" };
            case 9: return new JsonObject { ["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) };
            case 10: return new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, Limits("integer", 1), Tagged("one", depth), Tagged("two", depth)) };
            case 11: return Array(depth);
            default: return Object(depth);
        }
    }

    private JsonObject Text()
    {
        var least = random.Next(4);
        return new JsonObject { ["type"] = "string", ["minLength"] = least, ["maxLength"] = least + random.Next(12) };
    }

    private JsonObject Limits(string type, decimal step)
    {
        var low = (random.Next(4) switch { 0 => 0, 1 => random.Next(-20, 20), 2 => random.Next(-100_000, 100_000), _ => -1 }) * step;
        var schema = new JsonObject { ["type"] = type };
        if (random.Next(4) > 0)
        {
            schema[random.Next(3) == 0 ? "exclusiveMinimum" : "minimum"] = low;
        }

        if (random.Next(4) > 0)
        {
            schema[random.Next(3) == 0 ? "exclusiveMaximum" : "maximum"] = low + ((random.Next(3) == 0 ? 2 : random.Next(2, 2_000)) * step);
        }

        return schema;
    }

    private JsonObject Tagged(string tag, int depth) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = tag }, ["value"] = Schema(depth - 1) },
        ["required"] = new JsonArray("kind"),
    };

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = random.Next(6) == 0 ? false : Schema(depth - 1) };
        var first = random.Next(3) == 0 ? random.Next(1, 3) : 0;
        if (first > 0)
        {
            schema["prefixItems"] = new JsonArray([.. Enumerable.Range(0, first).Select(_ => (JsonNode)Schema(depth - 1))]);
        }

        var most = random.Next(1, 5);
        schema["maxItems"] = most;
        schema["minItems"] = schema["items"]!.GetValueKind() == JsonValueKind.False ? random.Next(first + 1) % (most + 1) : random.Next(most + 1);
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToList();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth - 1)))),
            ["required"] = new JsonArray([.. names.Where(_ => random.Next(2) == 0).Select(name => (JsonNode)name)]),
        };
        if (random.Next(3) == 0)
        {
            schema["additionalProperties"] = random.Next(2) == 0 ? false : Text();
        }

        return schema;
    }
}
