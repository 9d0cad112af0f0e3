using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>What an app says in Microsoft.Extensions.AI's words, as the server reads it.</summary>
public sealed class SentChatTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;
    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object","properties":{"x":{"type":"integer"}}}""").RootElement;

    [Fact(Timeout = Limit)]
    public async Task Every_option_arrives_under_the_servers_name()
    {
        var sent = await SendAsync(Chats.Question, new ChatOptions
        {
            ModelId = "other",
            Instructions = "Be brief.",
            Temperature = 0.1f,
            TopP = 0.9f,
            TopK = 5,
            FrequencyPenalty = 0.5f,
            PresencePenalty = -0.5f,
            Seed = 42,
            MaxOutputTokens = 7,
            StopSequences = ["###", "END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "point", "A point."),
            AdditionalProperties = new() { ["min_p"] = 0.05, ["regex"] = "[a-z]+", ["stop_token_ids"] = new[] { 1, 2 }, ["strictJsonSchema"] = true, ["temperature"] = 2, ["custom"] = new Dictionary<string, object?> { ["a"] = null } },
        });

        AssertJson(
            """
            {"model":"other","rid":"ID","stream":false,"return_spec_tokens_details":true,"return_cached_tokens_details":true,"return_meta_info":true,
             "temperature":0.1,"top_p":0.9,"top_k":5,"frequency_penalty":0.5,"presence_penalty":-0.5,"stop":["###","END"],"max_tokens":7,"seed":42,
             "response_format":{"type":"json_schema","json_schema":{"name":"point","description":"A point.","schema":{"type":"object","properties":{"x":{"type":"integer"}}},"strict":true}},
             "min_p":0.05,"regex":"[a-z]+","stop_token_ids":[1,2],"custom":{"a":null},
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"How many?"}]}
            """,
            sent);
    }

    [Fact(Timeout = Limit)]
    public async Task A_plain_question_sends_nothing_that_was_not_set()
    {
        var name = server.Add(Chats.Stream([Chats.Chunk("""{"content":"x"}""", "stop")]));
        using var client = new SpecClient(server.Address(name));

        await client.AsIChatClient(new ChatClientOptions { ModelId = "mine" }).ReadAsync();

        AssertJson(
            """
            {"model":"mine","rid":"ID","stream":true,"return_spec_tokens_details":true,"return_cached_tokens_details":true,
             "stream_options":{"include_usage":true,"continuous_usage_stats":true},"messages":[{"role":"user","content":"How many?"}]}
            """,
            await server.SentAsync(name));
    }

    [Fact(Timeout = Limit)]
    public async Task A_release_that_tells_its_speculation_everywhere_is_not_asked_for_meta_info()
    {
        var name = server.AddServer((Chats.Route, "eagle3.chat"));
        server.SetAnswer(name, "server_info", """{"version":"0.5.19","served_model_name":"served"}""");
        using var client = new SpecClient(server.Address(name));

        await client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken);

        var sent = await server.SentAsync(name);
        Assert.Equal("served", sent.GetProperty("model").GetString());
        Assert.False(sent.TryGetProperty("return_meta_info", out _));
        Assert.True(sent.GetProperty("return_spec_tokens_details").GetBoolean());
    }

    [Fact(Timeout = Limit)]
    public async Task Messages_of_every_kind_arrive()
    {
        ChatMessage[] history =
        [
            new(ChatRole.System, "s"),
            new(ChatRole.User, [new TextContent("Look: "), new DataContent(new byte[] { 1, 2 }, "image/png") { AdditionalProperties = new() { ["detail"] = "low" } }, new UriContent("http://host/a.jpg", "image/jpeg"), new TextContent("wh"), new TextContent("at?"), new DataContent(new byte[] { 1 }, "audio/wav"), new Foreign()]),
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("I ask."), new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "\u00e4" }), new FunctionCallContent("c2", "g")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "sunny"), new FunctionResultContent("c2", new Dictionary<string, object?> { ["t"] = 20.5 })]),
            new(new ChatRole("developer"), [new Foreign()]),
        ];

        var sent = await SendAsync(history, null);

        AssertJson(
            """
            [{"role":"system","content":"s"},
             {"role":"user","content":[{"type":"text","text":"Look: "},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQI=","detail":"low"}},{"type":"image_url","image_url":{"url":"http://host/a.jpg"}},{"type":"text","text":"what?"}]},
             {"role":"assistant","content":"I ask.","reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"b\":\"ä\"}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"sunny"},{"role":"tool","tool_call_id":"c2","content":"{\"t\":20.5}"},
             {"role":"developer","content":""}]
            """,
            sent.GetProperty("messages"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("auto", "\"auto\"")]
    [InlineData("none", "\"none\"")]
    [InlineData("any", "\"required\"")]
    [InlineData("weather", """{"type":"function","function":{"name":"weather"}}""")]
    public async Task Tools_arrive_with_their_schema_and_their_choice(string mode, string expected)
    {
        var sent = await SendAsync(Chats.Question, new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Schema), new HostedWebSearchTool()],
            ToolMode = mode switch { "auto" => ChatToolMode.Auto, "none" => ChatToolMode.None, "any" => ChatToolMode.RequireAny, _ => ChatToolMode.RequireSpecific(mode) },
            AllowMultipleToolCalls = false,
        });

        AssertJson("""[{"type":"function","function":{"name":"weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}}]""", sent.GetProperty("tools"));
        AssertJson(expected, sent.GetProperty("tool_choice"));
        Assert.False(sent.GetProperty("parallel_tool_calls").GetBoolean());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ReasoningEffort.None, null, false)]
    [InlineData(ReasoningEffort.Low, "low", true)]
    [InlineData(ReasoningEffort.ExtraHigh, "high", true)]
    public async Task Reasoning_is_told_to_the_server_and_to_the_template(ReasoningEffort effort, string? word, bool thinks)
    {
        var sent = await SendAsync(Chats.Question, new ChatOptions { Reasoning = new() { Effort = effort }, AdditionalProperties = new() { ["chat_template_kwargs"] = new JsonObject { ["date"] = "today" } } });

        Assert.Equal(word, sent.TryGetProperty("reasoning_effort", out var told) ? told.GetString() : null);
        AssertJson($$"""{"enable_thinking":{{(thinks ? "true" : "false")}},"thinking":{{(thinks ? "true" : "false")}},"date":"today"}""", sent.GetProperty("chat_template_kwargs"));
    }

    [Fact(Timeout = Limit)]
    public async Task Parameters_of_our_own_go_before_the_options()
    {
        var sent = await SendAsync(Chats.Question, new ChatOptions
        {
            Temperature = 1,
            TopK = 3,
            RawRepresentationFactory = _ => new SamplingParameters { Temperature = 0.5, MinP = 0.1, MinNewTokens = 2, JsonSchema = """{"type":"array"}""" },
            ResponseFormat = ChatResponseFormat.Json,
        });

        Assert.Equal((0.5, 3, 0.1, 2), (sent.GetProperty("temperature").GetDouble(), sent.GetProperty("top_k").GetInt32(), sent.GetProperty("min_p").GetDouble(), sent.GetProperty("min_tokens").GetInt32()));
        AssertJson("""{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"array"}}}""", sent.GetProperty("response_format"));
    }

    [Fact(Timeout = Limit)]
    public async Task An_object_is_asked_for_without_a_schema()
    {
        var sent = await SendAsync(Chats.Question, new ChatOptions { ResponseFormat = ChatResponseFormat.Json });

        AssertJson("""{"type":"json_object"}""", sent.GetProperty("response_format"));
    }

    [Fact(Timeout = Limit)]
    public async Task What_can_not_be_sent_is_refused_before_it_is()
    {
        var name = server.Add(Chats.Json("{}"));
        using var client = new SpecClient(server.Address(name));
        var chat = client.AsIChatClient();
        var loop = new List<object?>();
        loop.Add(loop);

        foreach (var (messages, options) in new (ChatMessage[], ChatOptions)[]
        {
            ([new(ChatRole.User, "half \ud83d")], new()),
            ([new(ChatRole.Tool, [new FunctionResultContent("a", "half \udc00")])], new()),
            ([new(ChatRole.User, [new FunctionResultContent("a", new object())])], new() { Instructions = "\ud800" }),
            (Chats.Question, new() { Temperature = float.NaN }),
            (Chats.Question, new() { TopK = 0 }),
            (Chats.Question, new() { MaxOutputTokens = -1 }),
            (Chats.Question, new() { StopSequences = [""] }),
            (Chats.Question, new() { AdditionalProperties = new() { ["a"] = loop } }),
            (Chats.Question, new() { AdditionalProperties = new() { ["a"] = double.NaN } }),
            (Chats.Question, new() { AdditionalProperties = new() { ["a"] = "\ud800" } }),
            (Chats.Question, new() { AdditionalProperties = new() { ["rid"] = "x#end" } }),
            (Chats.Question, new() { AdditionalProperties = new() { ["chat_template_kwargs"] = 5 } }),
            (Chats.Question, new() { RawRepresentationFactory = _ => new SamplingParameters { JsonSchema = "{" } }),
        })
        {
            await Assert.ThrowsAsync<InvalidValueException>(() => chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<InvalidValueException>(() => chat.ReadAsync(options, messages));
        }

        Assert.DoesNotContain(server.Reports, report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/{Chats.Route}");
    }

    private static void AssertJson(string expected, JsonElement actual)
    {
        var text = JsonNode.Parse(actual.GetRawText())!;
        if (text is JsonObject body && body.ContainsKey("rid"))
        {
            Assert.EndsWith("#end", body["rid"]!.GetValue<string>(), StringComparison.Ordinal);
            body["rid"] = "ID";
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), text), text.ToJsonString());
    }

    private async Task<JsonElement> SendAsync(ChatMessage[] messages, ChatOptions? options)
    {
        var name = server.Add(await File.ReadAllBytesAsync(Path.Combine(ReplayProcess.Recordings, "http", "eagle3.chat.response"), TestContext.Current.CancellationToken));
        using var client = new SpecClient(server.Address(name));
        await client.AsIChatClient().GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        return await server.SentAsync(name);
    }

    [Description("Nobody's.")]
    private sealed class Foreign : AIContent;
}
