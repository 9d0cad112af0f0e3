using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>Streams in the forms that servers have: calls in pieces, reasoning, ends of every kind.</summary>
public sealed class ChatStreamTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Calls_that_come_in_pieces_are_handed_out_whole()
    {
        var updates = await ReadAsync(
            Chats.Chunk("""{"role":"assistant","content":""}"""),
            Chats.Chunk("""{"content":"I look. "}"""),
            Chats.Chunk("""{"tool_calls":[{"id":"c1","index":0,"type":"function","function":{"name":"weather","arguments":""}}]}"""),
            Chats.Chunk("""{"tool_calls":[{"id":null,"index":0,"type":"function","function":{"name":null,"arguments":"{\"city\": \"Par"}}]}"""),
            Chats.Chunk("""{"tool_calls":[{"id":"c2","index":1,"function":{"name":"time","arguments":null}},{"index":0,"function":{"arguments":"is\", \"days\": 2}"}}]}"""),
            Chats.Chunk("""{"tool_calls":[{"id":"c3","index":2,"function":{"name":"broken","arguments":"{\"a\":"}}]}"""),
            Chats.Chunk("{}", "tool_calls"));

        var response = updates.ToChatResponse();
        Assert.Equal("I look. ", response.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var calls = Assert.Single(response.Messages).Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(["c1 weather", "c2 time", "c3 broken"], calls.Select(call => $"{call.CallId} {call.Name}"));
        Assert.Equal(("Paris", "2"), (calls[0].Arguments!["city"]!.ToString(), calls[0].Arguments!["days"]!.ToString()));
        Assert.Empty(calls[1].Arguments!);
        Assert.Equal([true, true, false], calls.Select(call => call.Exception is null));
        Assert.Single(updates, update => update.Contents.OfType<FunctionCallContent>().Any());
    }

    [Fact(Timeout = Limit)]
    public async Task Calls_without_an_index_begin_with_their_id()
    {
        var updates = await ReadAsync(
            Chats.Chunk("""{"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{\"a\""}}]}"""),
            Chats.Chunk("""{"tool_calls":[{"function":{"arguments":":1}"}}]}"""),
            Chats.Chunk("""{"tool_calls":[{"id":"c2","function":{"name":"g","arguments":{"b":2}}}]}"""),
            Chats.Chunk("{}", "tool_calls"));

        var calls = updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().ToList();
        Assert.Equal(["c1 f a=1", "c2 g b=2"], calls.Select(call => $"{call.CallId} {call.Name} {string.Join(',', call.Arguments!.Select(one => $"{one.Key}={one.Value}"))}"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_whole_answer_has_its_calls_and_its_reasoning_too()
    {
        var name = server.Add(Chats.Json("""
            {"id":"abc","object":"chat.completion","created":1795478990,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[
             {"id":"c1","index":0,"type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","index":0,"type":"function","function":{"name":"g","arguments":"[1]"}}]},"finish_reason":"tool_calls","matched_stop":null}],
             "usage":{"prompt_tokens":5,"total_tokens":8,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}
            """));
        using var client = new SpecClient(server.Address(name));

        var response = await client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken);

        var contents = Assert.Single(response.Messages).Contents;
        Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(contents[0]).Text);
        Assert.Equal(["f", "g"], contents.OfType<FunctionCallContent>().Select(call => call.Name));
        Assert.NotNull(contents.OfType<FunctionCallContent>().Last().Exception);
        Assert.Equal((ChatFinishReason.ToolCalls, 4L, 2L), (response.FinishReason, response.Usage!.CachedInputTokenCount, response.Usage.ReasoningTokenCount));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reasoning_is_reasoning_unless_it_is_not_wanted(bool isWanted)
    {
        string[] frames = [Chats.Chunk("""{"reasoning_content":"Let me "}"""), Chats.Chunk("""{"reasoning_content":"see.","content":"4"}"""), Chats.Chunk("""{"reasoning_content":null}""", "stop")];

        var response = (await ReadAsync(new ChatOptions { Reasoning = new() { Output = isWanted ? ReasoningOutput.Full : ReasoningOutput.None } }, frames)).ToChatResponse();

        Assert.Equal("4", response.Text);
        Assert.Equal(isWanted ? "Let me see." : "", string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>().Select(content => content.Text)));
    }

    [Theory(Timeout = Limit)]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("something_new", "something_new")]
    public async Task Every_end_has_its_word(string wire, string expected)
    {
        var updates = await ReadAsync(Chats.Chunk("""{"content":"x"}"""), Chats.Chunk("{}", wire));

        Assert.Equal(expected, updates[^1].FinishReason!.Value.Value);
    }

    [Fact(Timeout = Limit)]
    public async Task An_abort_is_a_typed_error_with_what_had_arrived()
    {
        var error = await Assert.ThrowsAsync<RequestAbortedException>(() => ReadAsync(Chats.Chunk("""{"content":"half"}"""), Chats.Chunk("{}", "abort")));

        Assert.Equal("half", error.Partial!.Text);
    }

    [Fact(Timeout = Limit)]
    public async Task An_error_in_the_stream_is_a_refusal_with_what_had_arrived()
    {
        const string Error = """{"error":{"object":"error","message":"too long","type":"BadRequestError","param":null,"code":400}}""";

        var early = await Assert.ThrowsAsync<RequestRejectedException>(() => ReadAsync(Error));
        var late = await Assert.ThrowsAsync<RequestRejectedException>(() => ReadAsync(Chats.Chunk("""{"content":"half"}"""), Error));

        Assert.Equal((400, "too long", (string?)null), (early.StatusCode, early.ServerMessage, early.Partial?.Text));
        Assert.Equal((400, "too long", "half"), (late.StatusCode, late.ServerMessage, late.Partial?.Text));
    }

    [Fact(Timeout = Limit)]
    public async Task From_0_5_19_on_a_stream_tells_its_speculation_before_its_counts()
    {
        var updates = await ReadAsync(
            Chats.Chunk("""{"content":"a"}""", more: Chats.Usage(5, 1)),
            Chats.Chunk("""{"content":"bcd"}""", more: Chats.Usage(5, 4)),
            Chats.Chunk("{}", "length"),
            """{"id":"abc","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":null,"sglext":{"cached_tokens_details":{"device":3,"host":1},"spec_tokens_details":{"spec_accept_rate":0.5,"spec_accept_length":4.0,"spec_cap_length":0,"spec_num_correct_drafts":2,"spec_num_proposed_drafts":4,"spec_verify_ct":1,"spec_correct_drafts_histogram":[0,0,1],"spec_cap_lens_histogram":[]}}}""",
            """{"id":"abc","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":5,"total_tokens":9,"completion_tokens":4}}""");

        var statistics = updates[^1].GetStatistics()!;
        Assert.Equal((1, 2, 4, 4.0), (statistics.Speculation!.VerifySteps, statistics.Speculation.AcceptedDrafts, statistics.Speculation.ProposedDrafts, statistics.Speculation.AcceptLength));
        Assert.Equal(4, statistics.CachedTokens);
        Assert.Empty(statistics.Violations);
        var counts = updates[^1].Contents.OfType<UsageContent>().Single().Details.AdditionalCounts!;
        Assert.Equal((1L, 2L, 4L), (counts[ChatStatistics.VerifySteps], counts[ChatStatistics.AcceptedDraftTokens], counts[ChatStatistics.ProposedDraftTokens]));
    }

    [Fact(Timeout = Limit)]
    public async Task An_answer_whose_counts_are_cut_off_is_whole_all_the_same()
    {
        string[] frames = [Chats.Chunk("""{"content":"all"}"""), Chats.Chunk("{}", "stop")];
        foreach (var stream in new[] { Chats.Stream(frames, isDone: false), [.. Chats.Stream(frames, isDone: false), .. "data: {\n\n"u8], [.. Chats.Stream(frames, isDone: false), .. "data: {\"choi"u8] })
        {
            using var client = new SpecClient(server.Address(server.Add(stream)));

            var updates = await client.AsIChatClient().ReadAsync();

            Assert.Equal(("all", ChatFinishReason.Stop), (updates.ToChatResponse().Text, updates[^1].FinishReason));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task An_answer_without_an_end_is_none()
    {
        Assert.Equal("half", (await Assert.ThrowsAsync<StreamCutException>(() => ReadStreamAsync(Chats.Stream([Chats.Chunk("""{"content":"half"}""")], isDone: false)))).Partial!.Text);
        Assert.Equal("half", (await Assert.ThrowsAsync<MalformedAnswerException>(() => ReadStreamAsync(Chats.Stream([Chats.Chunk("""{"content":"half"}""")])))).Partial!.Text);
        await Assert.ThrowsAsync<MalformedAnswerException>(() => ReadStreamAsync(Chats.Json("""{"choices":[]}""")));
        await Assert.ThrowsAsync<MalformedAnswerException>(() => ReadStreamAsync(Chats.Json("""{"choices":[{"index":0,"message":{"content":"x"}}]}""")));
    }

    [Fact(Timeout = Limit)]
    public async Task Events_of_another_name_and_choices_of_others_are_nobodys()
    {
        byte[] stream = [.. Chats.Stream([Chats.Chunk("""{"content":"a"}""")], isDone: false), .. "event: sglext_ids\ndata: not json\n\n"u8,
            .. System.Text.Encoding.UTF8.GetBytes("data: " + Chats.Chunk("""{"content":"OTHER"}""").Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal) + "\n\ndata: " + Chats.Chunk("{}", "stop") + "\n\ndata: [DONE]\n\n")];

        Assert.Equal("a", (await ReadStreamAsync(stream)).ToChatResponse().Text);
    }

    [Fact(Timeout = Limit)]
    public async Task A_chunk_of_several_tokens_beyond_ascii_may_be_two_steps_so_that_the_steps_are_unknown()
    {
        foreach (var (text, expected) in new (string, int?)[] { ("bc", 1), ("b\u00e9", null) })
        {
            var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), (Chats.Route, "eagle3.chat_stream"));
            server.SetStream(name, Chats.Route, Chats.Stream([Chats.Chunk("""{"content":"a"}""", more: Chats.Usage(5, 1)), Chats.Chunk($$"""{"content":"{{text}}"}""", more: Chats.Usage(5, 3)), Chats.Chunk("{}", "stop"), """{"choices":[],"usage":{"completion_tokens":3}}"""]));
            using var client = new SpecClient(server.Address(name));

            Assert.Equal(expected, (await client.AsIChatClient().ReadAsync())[^1].GetStatistics()!.Speculation?.VerifySteps);
        }
    }

    private Task<List<ChatResponseUpdate>> ReadAsync(params string[] frames) => ReadAsync(null, frames);

    private async Task<List<ChatResponseUpdate>> ReadAsync(ChatOptions? options, params string[] frames)
    {
        using var client = new SpecClient(server.Address(server.Add(Chats.Stream(frames))));
        return await client.AsIChatClient().ReadAsync(options);
    }

    private async Task<List<ChatResponseUpdate>> ReadStreamAsync(byte[] stream)
    {
        using var client = new SpecClient(server.Address(server.Add(stream)));
        return await client.AsIChatClient().ReadAsync();
    }
}
