using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public class OpenAiTests
{
    private const string Answer = "Eliza earns $10 an hour, and \"more\" on Sundays.";
    private const string Chat = """{"model":"local/tiny-pair/target","messages":[{"role":"user","content":"How much?"}],"temperature":0,"max_tokens":20}""";

    // The scripted engine caches nothing, which leaves the details null.
    private static readonly string[] Cached = ["cached_tokens_details", "sglext", "forward_entry_time", "queue_time"];

    [Fact(Timeout = 60_000)]
    public async Task A_chat_answer_has_the_recorded_fields()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, [.. ScriptedServer.Speculating, "--enable-metrics"]);

        var plain = await TextAsync(server, "/v1/chat/completions", Chat);
        var withMeta = await TextAsync(server, "/v1/chat/completions", With(Chat, "\"return_meta_info\":true"));

        Assert.Equal(JsonShape.Of(Recording.Read("eagle3.chat").Body), JsonShape.Of(plain));
        Assert.Equal(JsonShape.Of(Recording.Read("eagle3.chat_meta").Body, Cached), JsonShape.Of(withMeta, Cached));
        Assert.Contains("\"model\":\"local/tiny-pair/target\"", plain, StringComparison.Ordinal);
        Assert.Contains(JsonSerializer.Serialize(Answer[..20]), plain, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("eagle3.chat_stream", "\"stream\":true")]
    [InlineData("eagle3.chat_stream_full", "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}")]
    public async Task A_chat_stream_goes_from_role_to_text_to_finish_to_usage(string recording, string more)
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var events = Recording.EventsOf(await TextAsync(server, "/v1/chat/completions", With(Chat, more)));
        var recorded = Recording.Read(recording).Events.Where(text => !text.Contains("sglext", StringComparison.Ordinal)).Select(text => JsonShape.Of(text));

        // Runs of equal chunks count as one.
        Assert.Equal(Runs(recorded), Runs(events.Select(text => JsonShape.Of(text))));
        Assert.Equal(Answer[..20], string.Concat(events.Select(Delta)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Speculation_is_told_on_request_streamed_or_not()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var whole = Root(await TextAsync(server, "/v1/chat/completions", With(Chat, "\"return_spec_tokens_details\":true")));
        var events = Recording.EventsOf(await TextAsync(server, "/v1/chat/completions", With(Chat, "\"return_spec_tokens_details\":true,\"stream\":true,\"stream_options\":{\"include_usage\":true}")));

        var details = whole.GetProperty("sglext").GetProperty("spec_tokens_details");
        var streamed = Root(events[^2]);
        Assert.Empty(streamed.GetProperty("choices").EnumerateArray());
        Assert.Equal(details.GetRawText(), streamed.GetProperty("sglext").GetProperty("spec_tokens_details").GetRawText());
        Assert.Equal(20.0 / details.GetProperty("spec_verify_ct").GetInt32(), details.GetProperty("spec_accept_length").GetDouble(), 9);
        Assert.Equal(20, Root(events[^1]).GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task Completions_stream_as_recorded_and_answer_whole()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);
        const string body = """{"model":"m","prompt":"How much?","max_tokens":12,"temperature":0}""";

        var events = Recording.EventsOf(await TextAsync(server, "/v1/completions", With(body, "\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        var whole = Root(await TextAsync(server, "/v1/completions", body));
        var defaults = Root(await TextAsync(server, "/v1/completions", """{"prompt":[1,2,3]}"""));

        Assert.Equal(Runs(Recording.Read("eagle3.completions_stream").Events.Select(text => JsonShape.Of(text))), Runs(events.Select(text => JsonShape.Of(text))));
        Assert.Equal(Answer[..12], whole.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(16, defaults.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_prompts_give_several_choices()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var whole = Root(await TextAsync(server, "/v1/completions", """{"prompt":["a","b"],"max_tokens":6}"""));

        Assert.Equal([0, 1], whole.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(12, whole.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_chat_without_limit_goes_on_to_the_end_and_names_what_stopped_it()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, ScriptedServer.Speculating);

        var choice = Root(await TextAsync(server, "/v1/chat/completions", """{"messages":[{"role":"user","content":[{"type":"text","text":"How "},{"type":"text","text":"much?"}]}]}""")).GetProperty("choices")[0];

        Assert.Equal(Answer, choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(ByteTokenizer.EndOfText, choice.GetProperty("matched_stop").GetInt32());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"messages":[{"role":"user"}]}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":2}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logprobs":true}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":-1}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"structural_tag"}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stream":true,"return_meta_info":true}""")]
    public async Task A_wrong_chat_request_is_refused_in_OpenAIs_form(string body)
    {
        await using var server = await ScriptedServer.StartAsync(Answer);

        var response = await server.PostAsync("/v1/chat/completions", body);
        var root = Root(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("error", root.GetProperty("object").GetString());
        Assert.Equal(400, root.GetProperty("code").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_OpenAI_routes_want_JSON_by_name()
    {
        await using var server = await ScriptedServer.StartAsync(Answer);
        var response = await server.Client.PostAsync("/v1/chat/completions", new StringContent(Chat));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Unsupported Media Type", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(ScriptedServer server, string path, string body) => await (await server.PostAsync(path, body)).Content.ReadAsStringAsync();

    private static string With(string body, string more) => body[..^1] + "," + more + "}";

    private static JsonElement Root(string json) => JsonDocument.Parse(json).RootElement;

    private static string Delta(string text) =>
        Root(text).GetProperty("choices") is var choices && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString()! : "";

    private static List<string> Runs(IEnumerable<string> shapes) =>
        shapes.Aggregate(new List<string>(), (runs, shape) =>
        {
            if (runs.LastOrDefault() != shape)
            {
                runs.Add(shape);
            }

            return runs;
        });
}
