using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public class ErrorTests
{
    private static string FiveThousand(string more) => $$"""{"input_ids":[{{string.Join(',', Enumerable.Repeat(7, 5000))}}],"sampling_params":{}{{more}}}""";

    [Theory(Timeout = 60_000)]
    [InlineData("eagle3.err_bad_param", """{"text":"x","sampling_params":{"temprature":1}}""")]
    [InlineData("eagle3.err_bad_value", """{"text":"x","sampling_params":{"temperature":-1}}""")]
    [InlineData("eagle3.err_no_text", """{"sampling_params":{}}""")]
    [InlineData("eagle3.err_not_json", "")]
    [InlineData("eagle3.err_type", """{"text":5}""")]
    [InlineData("eagle3.err_too_long", "5000")]
    [InlineData("eagle3.err_too_long_stream", "5000 streamed")]
    public async Task A_wrong_request_gets_the_recorded_answer_byte_for_byte(string recording, string body)
    {
        await using var server = await ScriptedServer.StartAsync("x", ScriptedServer.Speculating);
        var expected = Recording.Read(recording);

        var response = await server.PostAsync("/generate", body switch { "5000" => FiveThousand(""), "5000 streamed" => FiveThousand(",\"stream\":true"), _ => body });

        Assert.Equal(expected.Status, (int)response.StatusCode);
        Assert.Equal(expected.ContentType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(expected.Body, await response.Content.ReadAsStringAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"input_ids":[999999]}""", "outside the vocabulary")]
    [InlineData("""{"input_ids":[3,-1]}""", "outside the vocabulary")]
    [InlineData("""{"input_ids":[]}""", "empty")]
    [InlineData("""{"text":"x","input_ids":[1]}""", "Only one of")]
    [InlineData("""{"text":"x","return_logprob":true}""", "return_logprob")]
    [InlineData("""{"text":"x","sampling_params":{"n":2}}""", "n must be 1")]
    [InlineData("""{"text":"x","sampling_params":{"ebnf":"root ::= x"}}""", "ebnf")]
    [InlineData("""{"text":"x","sampling_params":{"top_p":0}}""", "top_p must be in (0, 1], got 0.")]
    [InlineData("""{"text":"x","sampling_params":{"top_k":0}}""", "top_k must be -1 (disable) or at least 1, got 0.")]
    [InlineData("""{"text":"x","sampling_params":{"frequency_penalty":2.5}}""", "frequency_penalty must be in [-2, 2], got 2.5.")]
    [InlineData("""{"text":"x","sampling_params":{"min_new_tokens":9,"max_new_tokens":5}}""", "min_new_tokens must be in [0, max_new_tokens(5)], got 9.")]
    [InlineData("""{"text":"x","sampling_params":{"max_new_tokens":5000}}""", "maximum context length")]
    [InlineData("""{"text":["x","y"],"sampling_params":[{}]}""", "batch size")]
    [InlineData("""{"text":["x","y"],"rid":["a","a"]}""", "Duplicate request ID detected: a")]
    [InlineData("""{"text":"x","sampling_params":{"min_new_tokens":1,"stop_token_ids":[999999]}}""", "stop_token_ids: token id 999999 is outside the vocabulary")]
    [InlineData("""{"text":"x","sampling_params":{"stop_token_ids":[-1]}}""", "stop_token_ids: token id -1 is outside the vocabulary")]
    [InlineData("""{"text":"x","sampling_params":{"logit_bias":{"999999":1}}}""", "does not support logit_bias")]
    [InlineData("""{"text":"x","sampling_params":{"top_k":-2}}""", "top_k must be -1 (disable) or at least 1, got -2.")]
    [InlineData("""{"text":"x","sampling_params":{"min_new_tokens":-1}}""", "min_new_tokens must be at least 0, got -1.")]
    [InlineData("""{"text":"x","sampling_params":{"max_new_tokens":2147483648}}""", "max_new_tokens must be at least 1, got 2147483648.")]
    [InlineData("""{"text":"x","sampling_params":{"max_new_tokens":2147483647}}""", "maximum context length")]
    [InlineData("""{"text":"x","sampling_params":{"temperature":1e999}}""", "temperature must be a non-negative finite number")]
    [InlineData("""{"text":"x","sampling_params":{"stream_interval":0}}""", "stream_interval must be at least 1")]
    [InlineData("""{"text":[]}""", "A request has 1 to 1024 prompts, got 0.")]
    [InlineData("""{"text":"x","rid":"a\nb"}""", "no control character")]
    [InlineData("""{"text":"x","rid":"a\u00001\u0000"}""", "no control character")]
    public async Task What_cannot_be_served_is_refused_with_its_reason_and_the_server_lives_on(string body, string reason)
    {
        await using var server = await ScriptedServer.StartAsync("x");

        var response = await server.PostAsync("/generate", body);
        var text = await response.Content.ReadAsStringAsync();
        var streamed = await (await server.PostAsync("/generate", body[..^1] + ",\"stream\":true}")).Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(reason, JsonDocument.Parse(Recording.EventsOf(streamed).Single()).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/generate", """{"text":"x","rid":"a"}""")).StatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{\"text\":")]
    [InlineData("[1]")]
    [InlineData("""{"text":["x",5]}""")]
    [InlineData("""{"input_ids":"x"}""")]
    [InlineData("""{"input_ids":[1.5]}""")]
    [InlineData("""{"input_ids":[[1],2]}""")]
    [InlineData("""{"text":"x","stream":"yes"}""")]
    [InlineData("""{"text":"x","sampling_params":5}""")]
    [InlineData("""{"text":"half of a pair: \ud800"}""")]
    [InlineData("""{"text":"x","\udc00":1}""")]
    [InlineData("""{"text":"x","sampling_params":{"stop":["\ud800x"]}}""")]
    [InlineData("""{"text":"x","rid":"\ud800"}""")]
    public async Task A_body_of_the_wrong_shape_is_refused_in_the_form_of_the_validation_layer(string body)
    {
        await using var server = await ScriptedServer.StartAsync("x");

        var response = await server.PostAsync("/generate", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(JsonShape.Of(Recording.Read("eagle3.err_type").Body), JsonShape.Of(await response.Content.ReadAsStringAsync()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_too_deep_too_long_or_of_too_many_parts_is_refused_and_the_server_lives_on()
    {
        await using var server = await ScriptedServer.StartAsync("x");
        string[] bodies =
        [
            "{\"text\":\"x\",\"more\":" + new string('[', 100_000) + new string(']', 100_000) + "}",
            new string('{', 100_000),
            $$"""{"text":[{{string.Join(',', Enumerable.Repeat("\"x\"", 2000))}}]}""",
            $$"""{"text":"x","sampling_params":{"stop":[{{string.Join(',', Enumerable.Repeat("\"x\"", 2000))}}]} }""",
            $$"""{"text":"x","sampling_params":{"stop":"{{new string('x', 100_000)}}"} }""",
            $$"""{"text":"x","rid":"{{new string('x', 100_000)}}"}""",
        ];

        foreach (var body in bodies)
        {
            var response = await server.PostAsync("/generate", body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.InRange((await response.Content.ReadAsStringAsync()).Length, 10, 2_000);
        }

        using var large = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = new StringContent("{\"text\":\"" + new string('x', 17 * 1024 * 1024) + "\"}"), Headers = { ExpectContinue = true } };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Client.SendAsync(large)).StatusCode);

        using var bytes = new ByteArrayContent([.. "{\"text\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("/generate", bytes)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/generate", """{"text":"x"}""")).StatusCode);
        Assert.DoesNotContain("Exception in", server.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/completions", """{"prompt":[]}""")]
    [InlineData("/v1/completions", """{"prompt":"x","response_format":"json"}""")]
    [InlineData("/v1/completions", """{"prompt":"x","stop_token_ids":[999999],"min_tokens":1}""")]
    [InlineData("/v1/completions", """{"prompt":"x","logit_bias":{"5":1}}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"stop_token_ids":[999999],"min_tokens":1}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("/tokenize", """{"prompt":"\ud800"}""")]
    [InlineData("/detokenize", """{"tokens":[999999]}""")]
    [InlineData("/abort_request", """{"rid":"\ud800"}""")]
    public async Task The_other_routes_refuse_what_cannot_be_meant_too(string route, string body)
    {
        await using var server = await ScriptedServer.StartAsync("x");

        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(route, body)).StatusCode);
        Assert.DoesNotContain("Exception in", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_breaks_in_one_request_is_its_own_500_and_stands_in_the_log()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("abcdef") { FailsOn = "bad" }, ScriptedServer.Speculating);

        var whole = await server.PostAsync("/generate", """{"text":"x","rid":"bad-1"}""");
        var streamed = Recording.EventsOf(await (await server.PostAsync("/generate", """{"text":"x","rid":"bad-2","stream":true}""")).Content.ReadAsStringAsync());
        var completion = await server.PostAsync("/v1/completions", """{"prompt":"x","rid":"bad-3"}""");
        var good = await server.PostAsync("/generate", """{"text":"x","rid":"good"}""");

        Assert.Equal(HttpStatusCode.InternalServerError, whole.StatusCode);
        Assert.Equal("""{"error":{"message":"broken on purpose"}}""", await whole.Content.ReadAsStringAsync());
        Assert.Equal(
            """{"type":"abort","message":"broken on purpose","status_code":500,"err_type":"InternalServerError"}""",
            JsonDocument.Parse(streamed[^1]).RootElement.GetProperty("meta_info").GetProperty("finish_reason").GetRawText());
        Assert.Equal(HttpStatusCode.InternalServerError, completion.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Contains("Exception in request bad-1: System.InvalidOperationException: deep inside", server.Log, StringComparison.Ordinal);
        Assert.Contains("Exception in request bad-2: System.InvalidOperationException: deep inside", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_id_in_flight_is_not_taken_twice()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("x") { HangAfter = 1 }, "--skip-server-warmup");
        using var first = await server.PostAsync("/generate", """{"text":"x","rid":"twice","stream":true,"sampling_params":{"ignore_eos":true}}""", HttpCompletionOption.ResponseHeadersRead);

        var second = await server.PostAsync("/generate", """{"text":"x","rid":"twice"}""");

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal("""{"error":{"message":"Duplicate request ID detected: twice"}}""", await second.Content.ReadAsStringAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_path_that_is_not_there_and_a_wrong_method_are_answered_as_FastAPI_does()
    {
        await using var server = await ScriptedServer.StartAsync("x");
        var missing = await server.Client.GetAsync("/version");
        var wrong = await server.Client.GetAsync("/generate");

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(Recording.Read("eagle3.get_version").Body, await missing.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Equal("""{"detail":"Method Not Allowed"}""", await wrong.Content.ReadAsStringAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("key.missing", null)]
    [InlineData("key.wrong", "Bearer no")]
    [InlineData("key.wrong", "Basic sk-test-key")]
    public async Task Without_the_key_every_route_but_health_is_closed(string recording, string? header)
    {
        await using var server = await ScriptedServer.StartAsync("x", "--api-key", "sk-test-key", "--enable-metrics");
        if (header is not null)
        {
            server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        }

        foreach (var path in new[] { "/model_info", "/generate", "/v1/models", "/server_info", "/ping" })
        {
            var response = await server.Client.GetAsync(path);
            Assert.Equal(Recording.Read(recording).Status, (int)response.StatusCode);
            Assert.Equal(Recording.Read(recording).Body, await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_the_key_the_routes_are_open_and_the_key_is_never_logged()
    {
        await using var server = await ScriptedServer.StartAsync("x", "--api-key", "sk-test-key");
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "bearer sk-test-key");

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/generate?leak=sk-test-key", """{"text":"x"}""")).StatusCode);
        Assert.DoesNotContain("sk-test-key", await server.Client.GetStringAsync("/server_info"), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-test-key", server.Log, StringComparison.Ordinal);
        Assert.Contains("api_key='******'", server.Log, StringComparison.Ordinal);
    }
}
