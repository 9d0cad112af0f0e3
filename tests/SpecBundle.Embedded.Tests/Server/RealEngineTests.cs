using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public class RealEngineTests
{
    private const string Question = "<|bos|><|user|>Tom has 3 apples and buys 4 more. How many apples does Tom have?<|assistant|>";
    private static readonly string Body = JsonSerializer.Serialize(Question);

    [Fact(Timeout = 180_000)]
    public async Task Events_of_the_tiny_pair_have_the_recorded_fields_and_their_counters_agree()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync([.. EmbeddedProcess.Speculating, "--incremental-streaming-output"]);
        var request = $$"""{"text":{{Body}},"sampling_params":{"temperature":0,"max_new_tokens":64,"ignore_eos":true},"stream":true}""";
        await server.PostAsync("/generate", request);

        var events = Recording.EventsOf(await (await server.PostAsync("/generate", request)).Content.ReadAsStringAsync());

        // The prompt is cached the second time, as it was in the recording.
        var recorded = Recording.Read("incremental.generate_stream").Events;
        Assert.Equal(JsonShape.Of(recorded[0]), JsonShape.Of(events[0]));
        Assert.Equal(JsonShape.Of(recorded[1]), JsonShape.Of(events[1]));
        Assert.Equal(JsonShape.Of(recorded[^1]), JsonShape.Of(events[^1]));
        var meta = Meta(events[^1]);
        var (steps, histogram) = (meta.GetProperty("spec_verify_ct").GetInt32(), meta.GetProperty("spec_correct_drafts_histogram").EnumerateArray().Select(count => count.GetInt32()).ToList());
        Assert.Equal(steps, histogram.Sum());
        Assert.Equal(meta.GetProperty("spec_num_correct_drafts").GetInt32(), histogram.Select((count, k) => count * k).Sum());
        Assert.Equal(steps * 3, meta.GetProperty("spec_num_proposed_drafts").GetInt32());
        Assert.Equal(steps, events.Count - 1);
        Assert.Equal(64.0 / steps, meta.GetProperty("spec_accept_length").GetDouble(), 9);
    }

    [Fact(Timeout = 180_000)]
    public async Task Sixty_four_streams_at_once_all_end_whole_and_equal_to_one_alone()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync([.. EmbeddedProcess.Speculating, "--decode-log-interval", "5"]);
        string Request(int i) => $$"""{"text":{{Body}},"rid":"r{{i}}","sampling_params":{"temperature":0,"max_new_tokens":{{16 + (i % 32)}}},"stream":true}""";
        var alone = Text(Recording.EventsOf(await (await server.PostAsync("/generate", Request(31))).Content.ReadAsStringAsync())[^1]);

        var answers = await Task.WhenAll(Enumerable.Range(100, 64).Select(async i =>
            (Index: i, Events: Recording.EventsOf(await (await server.PostAsync("/generate", Request(i))).Content.ReadAsStringAsync()))));

        Assert.All(answers, answer =>
        {
            Assert.Equal($"r{answer.Index}", Meta(answer.Events[^1]).GetProperty("id").GetString());
            Assert.NotEqual(JsonValueKind.Null, Meta(answer.Events[^1]).GetProperty("finish_reason").ValueKind);
            var text = Text(answer.Events[^1]);
            Assert.True(alone.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(alone, StringComparison.Ordinal));
        });
        var state = JsonDocument.Parse(await server.Client.GetStringAsync("/server_info")).RootElement.GetProperty("internal_states")[0];
        Assert.Equal(0, state.GetProperty("num_running_reqs").GetInt32());
        Assert.InRange(state.GetProperty("avg_spec_accept_length").GetDouble(), 1, 4);
        Assert.Matches(@"Decode batch, #running-req: \d+, #token: \d+, token usage: \d\.\d\d, accept len: \d\.\d\d, accept rate: \d\.\d\d, cuda graph: False, gen throughput \(token/s\): \d+\.\d\d, #queue-req: \d+", server.Log);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_killed_server_cuts_its_streams_and_leaves_nothing_behind()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Tiny);
        using var response = await server.PostAsync(
            "/generate", $$"""{"text":{{Body}},"sampling_params":{"max_new_tokens":1500,"ignore_eos":true},"stream":true}""", HttpCompletionOption.ResponseHeadersRead);

        server.Signal(9);

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        await server.ExitAsync();
        Assert.False(Directory.Exists($"/proc/{server.Id}"));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_token_outside_the_vocabulary_is_refused_and_the_server_lives_on()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);

        var refused = await server.PostAsync("/generate", """{"input_ids":[999999],"sampling_params":{"max_new_tokens":4} }""");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health_generate")).StatusCode);
        var size = JsonDocument.Parse(await server.Client.GetStringAsync("/server_info")).RootElement.GetProperty("vocab_size").GetInt32();
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/generate", $$"""{"input_ids":[{{size - 1}}],"sampling_params":{"max_new_tokens":4} }""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("/generate", $$"""{"input_ids":[{{size}}],"sampling_params":{"max_new_tokens":4} }""")).StatusCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task Chat_goes_through_the_pairs_own_template()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);

        var native = JsonDocument.Parse(await (await server.PostAsync("/generate", $$"""{"text":{{Body}},"sampling_params":{"temperature":0,"max_new_tokens":64} }""")).Content.ReadAsStringAsync()).RootElement;
        var chat = JsonDocument.Parse(await (await server.PostAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"Tom has 3 apples and buys 4 more. How many apples does Tom have?"}],"temperature":0,"max_tokens":64}""")).Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(native.GetProperty("text").GetString(), chat.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(native.GetProperty("meta_info").GetProperty("prompt_tokens").GetInt32(), chat.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    private static JsonElement Meta(string text) => JsonDocument.Parse(text).RootElement.GetProperty("meta_info");

    private static string Text(string text) => JsonDocument.Parse(text).RootElement.GetProperty("text").GetString()!;
}
