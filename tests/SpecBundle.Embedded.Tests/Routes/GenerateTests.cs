using System.Net;
using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class GenerateTests
{
    private const string Answer = "First find the total number of eggs: 16 * 4 = 64.";
    private const string Greedy = """{"text":"How many?","sampling_params":{"temperature":0,"max_new_tokens":96}}""";
    private const string GreedyStream = """{"text":"How many?","sampling_params":{"temperature":0,"max_new_tokens":96},"stream":true}""";

    // Times that the engine does not tell: when the request left the queue.
    private static readonly string[] QueueTimes = ["forward_entry_time", "queue_time"];

    [Theory(Timeout = 60_000)]
    [InlineData("eagle3.generate", true, true)]
    [InlineData("plain.generate", false, false)]
    public async Task A_whole_answer_has_the_recorded_fields_in_the_recorded_order(string recording, bool speculates, bool timings)
    {
        string[] flags = [.. speculates ? ScriptedServer.Speculating : [], .. timings ? new[] { "--enable-metrics" } : []];
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine(Answer, speculates), flags);

        var answer = await (await server.PostAsync("/generate", """{"text":"How many?","sampling_params":{"temperature":0,"max_new_tokens":20}}""")).Content.ReadAsStringAsync();

        Assert.Equal(JsonShape.Of(Recording.Read(recording).Body, QueueTimes), JsonShape.Of(answer));
        Assert.Equal(Answer[..20], JsonDocument.Parse(answer).RootElement.GetProperty("text").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("eagle3.generate_stream", "--enable-metrics")]
    [InlineData("incremental.generate_stream", "--incremental-streaming-output")]
    public async Task Every_event_of_a_stream_has_the_recorded_fields_in_the_recorded_order(string recording, string flag)
    {
        await using var server = await ScriptedServer.StartAsync(Answer, [.. ScriptedServer.Speculating, flag]);

        var response = await server.PostAsync("/generate", GreedyStream.Replace("96", "20", StringComparison.Ordinal));
        var events = Recording.EventsOf(await response.Content.ReadAsStringAsync());
        var recorded = Recording.Read(recording).Events;

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        // Cached prompts have details where uncached ones have null.
        string[] without = [.. QueueTimes, "cached_tokens_details"];
        Assert.Equal(JsonShape.Of(recorded[0], without), JsonShape.Of(events[0], without));
        Assert.Equal(JsonShape.Of(recorded[1], without), JsonShape.Of(events[1], without));
        Assert.Equal(JsonShape.Of(recorded[^1], without), JsonShape.Of(events[^1], without));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stream_sends_one_event_for_each_verify_step_and_repeats_all_text()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var events = Recording.EventsOf(await (await server.PostAsync("/generate", GreedyStream)).Content.ReadAsStringAsync());

        var counts = events.Select(Completion).ToList();
        Assert.Equal([1, 5, 6, 9, 11], counts.Take(5));
        Assert.All(events, text => Assert.Equal(Answer[..Math.Min(Answer.Length, Completion(text))], Root(text).GetProperty("text").GetString()));
        var last = Root(events[^1]).GetProperty("meta_info");
        Assert.Equal(events.Count - 1, last.GetProperty("spec_verify_ct").GetInt32());
        Assert.Equal("""{"type":"stop","matched":257}""", last.GetProperty("finish_reason").GetRawText());
        Assert.All(events.SkipLast(1), text => Assert.False(Root(text).GetProperty("meta_info").TryGetProperty("spec_verify_ct", out _)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Incremental_events_add_up_to_the_whole_answer()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, [.. ScriptedServer.Speculating, "--incremental-streaming-output"]);

        var whole = Root(await (await server.PostAsync("/generate", Greedy)).Content.ReadAsStringAsync());
        var events = Recording.EventsOf(await (await server.PostAsync("/generate", GreedyStream)).Content.ReadAsStringAsync());

        Assert.Equal(whole.GetProperty("text").GetString(), string.Concat(events.Select(text => Root(text).GetProperty("text").GetString())));
        Assert.Equal(Ids(whole), events.SelectMany(text => Ids(Root(text))));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_single_token_carries_no_speculation()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var answer = Root(await (await server.PostAsync("/generate", Greedy.Replace("96", "1", StringComparison.Ordinal))).Content.ReadAsStringAsync());

        Assert.Equal("""{"type":"length","length":1}""", answer.GetProperty("meta_info").GetProperty("finish_reason").GetRawText());
        Assert.DoesNotContain(answer.GetProperty("meta_info").EnumerateObject(), field => field.Name.StartsWith("spec_", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("--incremental-streaming-output")]
    public async Task A_stop_string_and_what_could_become_one_never_show(string flag)
    {
        await using var server = await ScriptedServer.StartAsync("a#b##c####d", [.. ScriptedServer.Speculating, .. flag.Length > 0 ? new[] { flag } : []]);

        var events = Recording.EventsOf(await (await server.PostAsync("/generate", """{"text":"x","sampling_params":{"stop":["####","zz"]},"stream":true}""")).Content.ReadAsStringAsync());

        var texts = events.Select(text => Root(text).GetProperty("text").GetString()!).ToList();
        Assert.All(texts.SkipLast(1), text => Assert.False(text.EndsWith('#')));
        Assert.Equal("a#b##c", flag.Length > 0 ? string.Concat(texts) : texts[^1]);
        var meta = Root(events[^1]).GetProperty("meta_info");
        Assert.Equal("""{"type":"stop","matched":"####"}""", meta.GetProperty("finish_reason").GetRawText());
        Assert.Equal(10, meta.GetProperty("completion_tokens").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task Half_a_character_is_held_back_until_it_is_whole()
    {
        const string text = "wörter: 你好 🙂 end";
        await using var server = await ScriptedServer.StartAsync(text, [.. ScriptedServer.Speculating, "--incremental-streaming-output"]);

        var body = await (await server.PostAsync("/generate", GreedyStream)).Content.ReadAsStringAsync();
        var texts = Recording.EventsOf(body).Select(item => Root(item).GetProperty("text").GetString()!).ToList();

        Assert.Equal(text, string.Concat(texts));
        Assert.DoesNotContain('\uFFFD', string.Concat(texts));
        Assert.Contains("🙂", body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_answers_in_order_and_streams_with_an_index()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);
        const string batch = """{"text":["a","b","c"],"rid":"mine","sampling_params":[{"max_new_tokens":4},{"max_new_tokens":8},{"max_new_tokens":12}]}""";

        var whole = Root(await (await server.PostAsync("/generate", batch)).Content.ReadAsStringAsync());
        var events = Recording.EventsOf(await (await server.PostAsync("/generate", batch.Replace("\"mine\"", "\"mine\",\"stream\":true", StringComparison.Ordinal))).Content.ReadAsStringAsync());

        Assert.Equal([4, 8, 12], whole.EnumerateArray().Select(item => item.GetProperty("meta_info").GetProperty("completion_tokens").GetInt32()));
        Assert.Equal(["mine_0", "mine_1", "mine_2"], whole.EnumerateArray().Select(item => item.GetProperty("meta_info").GetProperty("id").GetString()));
        string[] without = ["cached_tokens_details"];
        Assert.Equal(JsonShape.Of(Recording.Read("incremental.generate_batch_stream").Events[0], without), JsonShape.Of(events[0], without));
        foreach (var index in Enumerable.Range(0, 3))
        {
            var last = events.Last(text => Root(text).GetProperty("index").GetInt32() == index);
            Assert.Equal(4 * (index + 1), Completion(last));
            Assert.Equal($"mine_{index}", Root(last).GetProperty("meta_info").GetProperty("id").GetString());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_stream_interval_gathers_steps_into_one_event()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, [.. ScriptedServer.Speculating, "--stream-interval", "8"]);

        var events = Recording.EventsOf(await (await server.PostAsync("/generate", GreedyStream)).Content.ReadAsStringAsync());

        var counts = events.Select(Completion).ToList();
        Assert.Equal(1, counts[0]);
        Assert.All(counts.Zip(counts.Skip(1)).SkipLast(1), pair => Assert.True(pair.Second - pair.First >= 8));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_can_be_put_and_named()
    {
        await using var server = await ScriptedServer.StartAsync(Answer);
        var response = await server.Client.PutAsync("/generate", new StringContent("""{"input_ids":[1,2,3],"rid":"my-own-rid"}"""));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var meta = Root(await response.Content.ReadAsStringAsync()).GetProperty("meta_info");
        Assert.Equal("my-own-rid", meta.GetProperty("id").GetString());
        Assert.Equal(3, meta.GetProperty("prompt_tokens").GetInt32());
    }

    private static JsonElement Root(string json) => JsonDocument.Parse(json).RootElement;

    private static int Completion(string json) => Root(json).GetProperty("meta_info").GetProperty("completion_tokens").GetInt32();

    private static IEnumerable<int> Ids(JsonElement answer) => answer.GetProperty("output_ids").EnumerateArray().Select(id => id.GetInt32());
}
