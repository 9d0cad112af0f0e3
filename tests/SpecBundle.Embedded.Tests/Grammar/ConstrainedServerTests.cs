using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Answers held to a schema by the real server, over HTTP.</summary>
public class ConstrainedServerTests
{
    private const string Ask = "Tom has 3 apples and buys 4 more. How many apples does Tom have?";

    private static readonly (string Name, string Schema)[] Five =
    [
        ("nested objects", """{"type":"object","properties":{"person":{"type":"object","properties":{"name":{"type":"string","maxLength":20},"home":{"type":"object","properties":{"city":{"type":"string","minLength":1,"maxLength":15},"zip":{"type":"string","pattern":"^[0-9]{5}$"}},"required":["city","zip"],"additionalProperties":false}},"required":["name","home"],"additionalProperties":false}},"required":["person"],"additionalProperties":false}"""),
        ("arrays with bounds", """{"type":"object","properties":{"steps":{"type":"array","items":{"type":"string","maxLength":25},"minItems":2,"maxItems":4},"grid":{"type":"array","items":{"type":"array","items":{"type":"integer","minimum":0,"maximum":9},"minItems":2,"maxItems":2},"maxItems":3}},"required":["steps","grid"],"additionalProperties":false}"""),
        ("enums", """{"type":"object","properties":{"colour":{"enum":["red","green","blue"]},"size":{"enum":[1,2,3,null]},"kind":{"const":"thing"},"mood":{"type":"string","enum":["calm","cross"]}},"required":["colour","size","kind","mood"],"additionalProperties":false}"""),
        ("numbers", """{"type":"object","properties":{"count":{"type":"integer","minimum":1,"maximum":500},"share":{"type":"number","minimum":0,"maximum":1},"below":{"type":"integer","exclusiveMaximum":0},"any":{"type":"number"}},"required":["count","share","below","any"],"additionalProperties":false}"""),
        ("optional members and a pattern", """{"type":"object","properties":{"id":{"type":"string","pattern":"^[A-Z]{2}-\\d{3,5}$"},"note":{"type":"string","maxLength":30},"when":{"type":"string","format":"date"},"done":{"type":"boolean"},"code":{"type":"string","pattern":"^(ab|cd){1,3}x?$"}},"required":["id"],"additionalProperties":false}"""),
    ];

    [LongForm]
    [Fact(Timeout = 600_000)]
    public async Task Every_answer_to_five_schemas_is_valid_and_that_of_plain_decoding()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        await using var plain = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Tiny);
        var prompts = TinyPair.Prompts(Soak.Draws(brief: 8, full: 40));
        var asked = 0;
        foreach (var (name, schema) in Five)
        {
            for (var i = 0; i < prompts.Count; i++)
            {
                var body = JsonSerializer.Serialize(new { text = prompts[i], sampling_params = new { temperature = 0, max_new_tokens = 300, json_schema = schema } });
                var answer = await AnswerAsync(server, "/generate", body);
                var text = answer.GetProperty("text").GetString()!;
                Assert.Equal((await AnswerAsync(plain, "/generate", body)).GetProperty("text").GetString(), text);
                Assert.True(Schemas.IsValid(schema, text), $"{name}: {text}");
                Assert.Equal("stop", answer.GetProperty("meta_info").GetProperty("finish_reason").GetProperty("type").GetString());
                Assert.True(answer.GetProperty("meta_info").GetProperty("spec_verify_ct").GetInt32() > 0);
                asked++;
            }
        }

        Assert.Equal(Five.Length * Soak.Draws(brief: 8, full: 40), asked);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_chat_route_takes_OpenAIs_forms_and_gives_the_same_answer_streamed()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        var schema = Five[3].Schema;
        string Chat(string format, string more = "") => $$$"""{"messages":[{"role":"user","content":"{{{Ask}}}"}],"temperature":0,"max_tokens":300,"response_format":{{{format}}}{{{more}}}}""";
        var named = $$$"""{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{{{schema}}}}}""";

        var whole = (await AnswerAsync(server, "/v1/chat/completions", Chat(named))).GetProperty("choices")[0];
        var events = Recording.EventsOf(await (await server.PostAsync("/v1/chat/completions", Chat(named, ",\"stream\":true"))).Content.ReadAsStringAsync());
        var anything = (await AnswerAsync(server, "/v1/chat/completions", Chat("""{"type":"json_object"}"""))).GetProperty("choices")[0];
        var recorded = (await AnswerAsync(server, "/v1/chat/completions", Chat("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"]}}}"""))).GetRawText();

        var text = whole.GetProperty("message").GetProperty("content").GetString()!;
        Assert.True(Schemas.IsValid(schema, text), text);
        Assert.Equal(("stop", 2), (whole.GetProperty("finish_reason").GetString(), whole.GetProperty("matched_stop").GetInt32()));
        Assert.Equal(text, string.Concat(events.Select(Delta)));
        Assert.StartsWith("{", anything.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonShape.Of(Recording.Read("eagle3.chat_json_schema").Body, "matched_stop", "prompt_tokens_details"), JsonShape.Of(recorded, "matched_stop", "prompt_tokens_details"));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_regular_expression_holds_the_answer_on_every_route()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        const string pattern = "(yes|no), [a-z]{3,8}\\\\.";

        var native = (await AnswerAsync(server, "/generate", $$"""{"text":"{{Ask}}","sampling_params":{"regex":"{{pattern}}"} }""")).GetProperty("text").GetString();
        var completion = (await AnswerAsync(server, "/v1/completions", $$"""{"prompt":"{{Ask}}","regex":"{{pattern}}"}""")).GetProperty("choices")[0].GetProperty("text").GetString();

        Assert.Matches("^(yes|no), [a-z]{3,8}\\.$", native);
        Assert.Matches("^(yes|no), [a-z]{3,8}\\.$", completion);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("""{"json_schema":"{\"type\":\"array\",\"uniqueItems\":true}"}""", "uniqueItems at #")]
    [InlineData("""{"json_schema":"{"}""", "no JSON")]
    [InlineData("""{"json_schema":{"type":"null"}}""", "json_schema must be a string")]
    [InlineData("""{"json_schema":"{}","regex":"a"}""", "Only one of regex, json_schema, or ebnf can be set.")]
    [InlineData("""{"regex":"(?=a)"}""", "a look ahead")]
    [InlineData("""{"ebnf":"root ::= \"a\""}""", "does not support ebnf")]
    [InlineData("""{"structural_tag":"{}"}""", "does not support structural_tag")]
    public async Task What_cannot_be_followed_is_a_400_that_says_why(string sampling, string reason)
    {
        await using var server = await ScriptedServer.StartAsync("x");

        var response = await server.PostAsync("/generate", $$"""{"text":"x","sampling_params":{{sampling}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a"}}""", "schema_ is required")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{"not":{}}}}""", "not at #")]
    [InlineData("""{"type":"structural_tag"}""", "does not support response_format structural_tag")]
    public async Task So_it_is_on_the_chat_route(string format, string reason)
    {
        await using var server = await ScriptedServer.StartAsync("x");

        var response = await server.PostAsync("/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"x"}],"response_format":{{format}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AnswerAsync(EmbeddedProcess server, string path, string body)
    {
        var response = await server.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private static string Delta(string text) =>
        JsonElement.Parse(text).GetProperty("choices") is var choices && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString()! : "";
}
