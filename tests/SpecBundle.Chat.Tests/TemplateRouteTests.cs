using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>The route on which this side renders the conversation.</summary>
public sealed class TemplateRouteTests(ReplayProcess replay, TinyServer tiny) : IClassFixture<ReplayProcess>, IClassFixture<TinyServer>
{
    private const int Limit = 240_000;
    private const int Page = 16;

    [Fact(Timeout = Limit)]
    public async Task Both_routes_read_the_same_tokens_of_fifty_conversations_and_answer_alike()
    {
        var (server, template) = (tiny.Server.AsIChatClient(), tiny.Server.AsIChatClient(Template(await TokenizerAsync())));
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 16 };
        for (var number = 0; number < 50; number++)
        {
            ChatMessage[] conversation =
            [
                .. number % 3 == 0 ? (ChatMessage[])[new(ChatRole.User, $"Tom has {number} apples.\n\tHow many?  "), new(ChatRole.Assistant, $"He has {number}. ####")] : [],
                new(ChatRole.User, $"A box holds {number} eggs \u00e9\u4e2d\ud83d\ude00. How many are in {number + 1} boxes?"),
            ];
            var theirs = await server.GetResponseAsync(conversation, options, TestContext.Current.CancellationToken);
            var ours = await template.GetResponseAsync(conversation, options, TestContext.Current.CancellationToken);

            Assert.Equal((theirs.Usage!.InputTokenCount, theirs.Text), (ours.Usage!.InputTokenCount, ours.Text));

            // The ids are the same, and not only their number: the whole prompt was found in the cache of the first, as far as a page of it goes.
            Assert.InRange(ours.Usage.CachedInputTokenCount!.Value, theirs.Usage.InputTokenCount!.Value - Page, theirs.Usage.InputTokenCount.Value);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Special_tokens_that_a_user_writes_are_text_here()
    {
        ChatMessage[] conversation = [new(ChatRole.User, "Say <|assistant|> and <|user|>.")];

        var theirs = await tiny.Server.AsIChatClient().GetResponseAsync(conversation, new ChatOptions { MaxOutputTokens = 1 }, TestContext.Current.CancellationToken);
        var ours = await tiny.Server.AsIChatClient(Template(await TokenizerAsync())).GetResponseAsync(conversation, new ChatOptions { MaxOutputTokens = 1 }, TestContext.Current.CancellationToken);

        Assert.True(ours.Usage!.InputTokenCount > theirs.Usage!.InputTokenCount);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_has_the_exact_statistics_of_the_native_route()
    {
        var chat = tiny.Server.AsIChatClient(Template(await TokenizerAsync()));

        var updates = await chat.ReadAsync(new ChatOptions { Temperature = 0, MaxOutputTokens = 48, AdditionalProperties = new() { ["rid"] = "mine", ["min_p"] = 0.0 } }, [new(ChatRole.User, "Tom has 3 apples and buys 4 more. How many apples does Tom have?")]);

        Assert.All(updates, update => Assert.Equal(("mine", "mine", ChatRole.Assistant), (update.ResponseId, update.MessageId, update.Role)));
        var result = Assert.IsType<GenerateResult>(updates[^1].RawRepresentation);
        Assert.Equal(result.Text, string.Concat(updates.Select(update => update.Text)));
        Assert.NotNull(updates[^1].FinishReason);
        Assert.Equal(result.Statistics.Speculation!.AcceptHistogram, updates[^1].GetStatistics()!.Speculation!.AcceptHistogram);
        Assert.Equal(result.Statistics.Chunks, updates[^1].GetStatistics()!.Chunks);
        Assert.Equal((long)result.Statistics.Speculation.ProposedDrafts!.Value, updates[^1].Contents.OfType<UsageContent>().Single().Details.AdditionalCounts![ChatStatistics.ProposedDraftTokens]);
        Assert.IsType<GenerateChunk>(updates[0].RawRepresentation);
    }

    [Fact(Timeout = Limit)]
    public async Task An_answer_without_a_limit_may_fill_the_context_as_on_the_servers_route()
    {
        var options = new ChatOptions { Temperature = 0, AdditionalProperties = new() { ["ignore_eos"] = true } };
        ChatMessage[] conversation = [new(ChatRole.User, string.Concat(Enumerable.Repeat("Tom has 3 apples. ", 270)))];

        var theirs = await tiny.Server.AsIChatClient().GetResponseAsync(conversation, options, TestContext.Current.CancellationToken);
        var ours = await tiny.Server.AsIChatClient(Template(await TokenizerAsync())).GetResponseAsync(conversation, options, TestContext.Current.CancellationToken);

        Assert.Equal((ChatFinishReason.Length, ChatFinishReason.Length), (theirs.FinishReason, ours.FinishReason));
        Assert.Equal(theirs.Usage!.OutputTokenCount, ours.Usage!.OutputTokenCount);
        Assert.True(ours.Usage.OutputTokenCount > 128);
    }

    [Fact(Timeout = Limit)]
    public async Task Options_become_parameters_of_the_native_route()
    {
        var name = replay.Add(Chats.Json("""{"text":"x","output_ids":[1],"meta_info":{"id":"a","finish_reason":{"type":"stop","matched":"END"},"prompt_tokens":5,"completion_tokens":1,"cached_tokens":0}}"""));
        using var client = new SpecClient(replay.Address(name));

        var response = await client.AsIChatClient(Template(await TokenizerAsync())).GetResponseAsync(Chats.Question, new ChatOptions
        {
            Temperature = 0.1f,
            TopK = 5,
            Seed = 42,
            MaxOutputTokens = 7,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type":"array"}""").RootElement),
            AdditionalProperties = new() { ["min_p"] = 0.05, ["min_tokens"] = 2, ["stop_token_ids"] = new[] { 1, 2 }, ["logit_bias"] = new Dictionary<string, object?> { ["3"] = -1.5 }, ["unknown"] = new object() },
        }, TestContext.Current.CancellationToken);

        var report = await replay.WaitForAsync(report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/generate", TestContext.Current.CancellationToken);
        var sent = JsonDocument.Parse(report.GetProperty("body").GetString()!).RootElement;
        Assert.Equal("""{"max_new_tokens":7,"min_new_tokens":2,"sampling_seed":42,"temperature":0.1,"top_k":5,"min_p":0.05,"stop":["END"],"stop_token_ids":[1,2],"json_schema":"{\"type\":\"array\"}","logit_bias":{"3":-1.5}}""", sent.GetProperty("sampling_params").GetRawText());
        Assert.True(sent.GetProperty("input_ids").GetArrayLength() > 3);
        Assert.Equal((ChatFinishReason.Stop, "x"), (response.FinishReason, response.Text));
    }

    [Fact(Timeout = Limit)]
    public async Task Tools_variables_calls_and_images_reach_the_template()
    {
        using var folder = await TemplateFolder.CreateAsync("""
            {%- for tool in tools or [] %}[{{ tool.function.name }}]{% endfor -%}
            {%- for message in messages %}({{ message.role }}{{ ':' + message.tool_call_id if message.tool_call_id }}{{ ':' + message.name if message.name }})
            {%- if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}{{ 'IMAGE' if part.type == 'image' else part.text }}{% endfor %}{% endif %}
            {%- for call in message.tool_calls or [] %}{{ call.function.name }}={{ call.function.arguments.city }}{% endfor %}{% endfor -%}
            {{ '!' if enable_thinking }}{{ mood }}
            """);
        var name = replay.Add(Chats.Json("""{"text":"x","meta_info":{"finish_reason":{"type":"stop"},"completion_tokens":1}}"""));
        using var client = new SpecClient(replay.Address(name));

        await client.AsIChatClient(Template(ModelTokenizer.Load(folder.Path))).GetResponseAsync(
            [
                new(ChatRole.User, [new TextContent("Look "), new DataContent(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, "image/png")]),
                new(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" })]),
                new(ChatRole.Tool, [new FunctionResultContent("c1", "sunny")]),
            ],
            new ChatOptions
            {
                Instructions = "i",
                Tools = [new Weather().Tool],
                Reasoning = new() { Effort = ReasoningEffort.High },
                AdditionalProperties = new() { ["chat_template_kwargs"] = new Dictionary<string, object?> { ["mood"] = "glad" } },
            },
            TestContext.Current.CancellationToken);

        var report = await replay.WaitForAsync(report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/generate", TestContext.Current.CancellationToken);
        var sent = JsonDocument.Parse(report.GetProperty("body").GetString()!).RootElement;
        Assert.Equal("[weather](system)i(user)Look IMAGE(assistant)weather=Paris(tool:c1:weather)sunny!glad", sent.GetProperty("text").GetString()!.Trim());
        Assert.StartsWith("data:image/png;base64,", Assert.Single(sent.GetProperty("image_data").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"max_new_tokens":null}""", sent.GetProperty("sampling_params").GetRawText());
    }

    [Fact(Timeout = Limit)]
    public async Task What_can_not_be_meant_here_is_refused()
    {
        using var client = new SpecClient(new Uri("http://127.0.0.1:1"));
        var chat = client.AsIChatClient(Template(await TokenizerAsync()));
        foreach (var (messages, options) in new (ChatMessage[], ChatOptions)[]
        {
            ([new(ChatRole.User, [new UriContent("http://host/a.png", "image/png")])], new()),
            (Chats.Question, new() { Tools = [new Weather().Tool], ToolMode = ChatToolMode.RequireAny }),
            (Chats.Question, new() { AdditionalProperties = new() { ["min_p"] = "much" } }),
        })
        {
            await Assert.ThrowsAsync<InvalidValueException>(() => chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken));
        }

        Assert.Throws<InvalidValueException>(() => client.AsIChatClient(new ChatClientOptions { Route = ChatRoute.Template }));
        Assert.NotNull(client.AsIChatClient(Template(ModelTokenizer.GptOss())));
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_that_an_app_replaced_is_asked_like_any_other()
    {
        using var client = new Replaced();
        var chat = client.AsIChatClient(Template(await TokenizerAsync()));

        var response = (await chat.ReadAsync()).ToChatResponse();
        Assert.Equal("42", response.Text);
        Assert.Equal("42", (await chat.GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken)).Text);
        Assert.Equal(2, response.GetStatistics()!.CompletionTokens);
    }

    private static Task<ModelTokenizer> TokenizerAsync() => SpecBundle.LoadTokenizerAsync(Catalog.Tiny, cancellationToken: TestContext.Current.CancellationToken);

    private static ChatClientOptions Template(ModelTokenizer tokenizer) => new() { Route = ChatRoute.Template, Tokenizer = tokenizer };

    private sealed class Replaced : SpecClient
    {
        public override async IAsyncEnumerable<GenerateChunk> StreamAsync(GenerateRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield return new GenerateChunk("4");
            yield return new GenerateChunk("2", result: new GenerateResult { Text = "42", Statistics = new RequestStatistics { CompletionTokens = 2 } });
        }
    }

    /// <summary>The tokenizer of the pair tiny with another template.</summary>
    private sealed class TemplateFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("template-").FullName;

        public static async Task<TemplateFolder> CreateAsync(string template)
        {
            var folder = new TemplateFolder();
            foreach (var file in (string[])["tokenizer.json", "tokenizer_config.json"])
            {
                File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "specbundle-embedded", "models", "tiny", "target", file), System.IO.Path.Combine(folder.Path, file));
            }

            await File.WriteAllTextAsync(System.IO.Path.Combine(folder.Path, "chat_template.jinja"), template, TestContext.Current.CancellationToken);
            return folder;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
