using System.Net;
using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Tools on the chat route: called where they must be, in OpenAI's form.</summary>
public class ToolTests
{
    private const string Weather = """{"type":"function","function":{"name":"get_weather","description":"The weather","parameters":{"type":"object","properties":{"city":{"type":"string","minLength":1,"maxLength":12},"days":{"type":"integer","minimum":1,"maximum":7}},"required":["city","days"],"additionalProperties":false}}}""";
    private const string Clock = """{"type":"function","function":{"name":"clock"}}""";

    [Theory(Timeout = 180_000)]
    [InlineData("""{"type":"function","function":{"name":"get_weather"}}""")]
    [InlineData("\"required\"")]
    public async Task A_tool_that_must_be_called_is_called_whole_and_streamed(string choice)
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        var body = Body($"[{Weather}]", choice);

        var whole = Choice(await TextAsync(server, body));
        var events = Recording.EventsOf(await TextAsync(server, body[..^1] + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"));

        var call = Assert.Single(whole.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        var arguments = call.GetProperty("function").GetProperty("arguments").GetString()!;
        Assert.Equal(("tool_calls", "", JsonValueKind.Null), (whole.GetProperty("finish_reason").GetString(), whole.GetProperty("message").GetProperty("content").GetString(), whole.GetProperty("matched_stop").ValueKind));
        Assert.Equal(("get_weather", "function", 0), (call.GetProperty("function").GetProperty("name").GetString(), call.GetProperty("type").GetString(), call.GetProperty("index").GetInt32()));
        Assert.Matches("^call_[0-9a-f]{24}$", call.GetProperty("id").GetString());
        Assert.True(Schemas.IsValid(JsonElement.Parse(Weather).GetProperty("function").GetProperty("parameters").GetRawText(), arguments), arguments);

        var deltas = events.SelectMany(Deltas).ToList();
        Assert.Equal("get_weather", deltas[0].GetProperty("function").GetProperty("name").GetString());
        Assert.StartsWith("call_", deltas[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.All(deltas.Skip(1), delta => Assert.Equal(JsonValueKind.Null, delta.GetProperty("id").ValueKind));
        Assert.True(deltas.Count > 2);
        Assert.Equal(arguments, string.Concat(deltas.Select(delta => delta.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("tool_calls", Choice(events[^2]).GetProperty("finish_reason").GetString());
        Assert.DoesNotContain(events.Take(events.Count - 1), text => Choice(text).GetProperty("delta").TryGetProperty("content", out var content) && content.GetString() != "");
    }

    [Fact(Timeout = 180_000)]
    public async Task One_of_several_is_called_and_only_one_where_they_may_not_be_parallel()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        var body = Body($"[{Weather},{Clock}]", "\"required\"");

        var some = Choice(await TextAsync(server, body)).GetProperty("message").GetProperty("tool_calls").EnumerateArray().ToList();
        var one = Choice(await TextAsync(server, body[..^1] + ",\"parallel_tool_calls\":false}")).GetProperty("message").GetProperty("tool_calls").EnumerateArray().ToList();

        Assert.InRange(some.Count, 1, 2);
        Assert.Single(one);
        Assert.All(some.Concat(one), call => Assert.Contains(call.GetProperty("function").GetProperty("name").GetString(), new[] { "get_weather", "clock" }));
    }

    [Fact(Timeout = 180_000)]
    public async Task Where_the_choice_is_the_models_it_answers_in_text_and_a_call_that_breaks_off_stays_text()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);

        var plain = Choice(await TextAsync(server, """{"messages":[{"role":"user","content":"How many?"}],"temperature":0,"max_tokens":40}"""));
        foreach (var choice in new[] { "\"auto\"", "\"none\"", "null" })
        {
            var answer = Choice(await TextAsync(server, Body($"[{Weather}]", choice, "40")));
            Assert.Equal(plain.GetProperty("message").GetRawText(), answer.GetProperty("message").GetRawText());
        }

        var cut = Choice(await TextAsync(server, Body($"[{Weather}]", "\"required\"", "12")));
        Assert.Equal(("length", JsonValueKind.Null), (cut.GetProperty("finish_reason").GetString(), cut.GetProperty("message").GetProperty("tool_calls").ValueKind));
        Assert.StartsWith("[{\"name\": ", cut.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Calls_and_their_results_are_taken_in_a_conversation()
    {
        await using var server = await ScriptedServer.StartAsync("It rains.");

        var response = await server.PostAsync("/v1/chat/completions", """
            {"messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Bern\"}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"rain"}]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("It rains.", Choice(await response.Content.ReadAsStringAsync()).GetProperty("message").GetProperty("content").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"tool_choice":"required"}""", "Tools cannot be empty if tool choice is set to required.")]
    [InlineData("""{"tool_choice":{"type":"function","function":{"name":"x"}}}""", "Tools cannot be empty if tool choice is set to a specific tool.")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"y"}}],"tool_choice":{"type":"function","function":{"name":"x"}}}""", "Tool 'x' not found in tools list.")]
    [InlineData("""{"tools":[{"type":"function"}]}""", "must be a function with a name")]
    [InlineData("""{"tools":5}""", "Input should be a valid list")]
    [InlineData("""{"tool_choice":"sometimes"}""", "auto, required, none")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"y","parameters":{"not":{}}}}],"tool_choice":"required"}""", "not at #")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"y"}}],"tool_choice":"required","response_format":{"type":"json_object"}}""", "can't have a response_format")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"function":{}}]}]}""", "tool_calls must be a list of functions")]
    [InlineData("""{"messages":[{"role":"assistant"}]}""", "Field required")]
    public async Task What_cannot_be_meant_is_a_400_that_says_why(string more, string reason)
    {
        await using var server = await ScriptedServer.StartAsync("x");
        var body = more.Contains("messages", StringComparison.Ordinal) ? more : """{"messages":[{"role":"user","content":"x"}],""" + more[1..];

        var response = await server.PostAsync("/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""[{"name": "a", "parameters": {"x": "}]\"{", "y": [{}]}}, {"name": "b\"c", "parameters": {}}]""")]
    [InlineData("""[{"name": "a", "parameters": 12}, {"name": "a", "parameters": ", \"parameters\": \\"}]""")]
    public void Calls_are_read_the_same_in_whichever_parts_their_text_comes(string text)
    {
        var expected = JsonElement.Parse(text).EnumerateArray().Select((call, i) => new ToolCall(i, call.GetProperty("name").GetString()!, call.GetProperty("parameters").GetRawText())).ToList();
        Assert.Equal(expected, ToolCallReader.ReadWhole(text));
        for (var length = 1; length < text.Length; length++)
        {
            Assert.Null(ToolCallReader.ReadWhole(text[..length]));
            var reader = new ToolCallReader();
            var deltas = text.Chunk(length).SelectMany(part => reader.Read(new string(part))).ToList();
            Assert.True(reader.IsComplete);
            Assert.Equal(expected, deltas.GroupBy(delta => delta.Index).Select(parts => new ToolCall(parts.Key, parts.First().Name!, string.Concat(parts.Select(part => part.Arguments)))));
        }
    }

    private static string Body(string tools, string choice, string length = "200") =>
        $$"""{"messages":[{"role":"user","content":"How many?"}],"temperature":0,"max_tokens":{{length}},"tools":{{tools}},"tool_choice":{{choice}}}""";

    private static async Task<string> TextAsync(EmbeddedProcess server, string body)
    {
        var response = await server.PostAsync("/v1/chat/completions", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return text;
    }

    private static JsonElement Choice(string text) => JsonElement.Parse(text).GetProperty("choices")[0];

    private static IEnumerable<JsonElement> Deltas(string text) =>
        JsonElement.Parse(text).GetProperty("choices") is var choices && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("tool_calls", out var calls) ? calls.EnumerateArray() : [];
}
