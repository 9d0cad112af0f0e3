using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public class InfoTests
{
    [Fact(Timeout = 60_000)]
    public async Task Server_info_tells_how_it_speculates_and_the_average_once_there_is_one()
    {
        await using var server = await ScriptedServer.StartAsync("some answer", [.. ScriptedServer.Speculating, "--incremental-streaming-output"]);

        var before = await JsonAsync(server, "/server_info");
        await server.PostAsync("/generate", """{"text":"x"}""");
        var after = await JsonAsync(server, "/get_server_info");
        await server.PostAsync("/flush_cache", "");
        var flushed = await JsonAsync(server, "/server_info");

        Assert.Equal("EAGLE3", before.GetProperty("speculative_algorithm").GetString());
        Assert.Equal(3, before.GetProperty("speculative_num_steps").GetInt32());
        Assert.Equal(1, before.GetProperty("speculative_eagle_topk").GetInt32());
        Assert.Equal(4, before.GetProperty("speculative_num_draft_tokens").GetInt32());
        Assert.Equal(2048, before.GetProperty("context_length").GetInt32());
        Assert.Equal(258, before.GetProperty("vocab_size").GetInt32());
        Assert.True(before.GetProperty("incremental_streaming_output").GetBoolean());
        Assert.StartsWith("specbundle-embedded ", before.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.False(State(before).TryGetProperty("avg_spec_accept_length", out _));
        Assert.InRange(State(after).GetProperty("avg_spec_accept_length").GetDouble(), 1, 4);
        Assert.False(State(flushed).TryGetProperty("avg_spec_accept_length", out _));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_speculation_its_fields_are_null()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("x", speculates: false));
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(server, "/server_info")).GetProperty("speculative_algorithm").ValueKind);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_model_is_listed_under_its_served_name()
    {
        await using var server = await ScriptedServer.StartAsync("x", "--served-model-name", "tiny");

        var list = await server.Client.GetStringAsync("/v1/models");
        var one = await JsonAsync(server, "/v1/models/tiny");
        var none = await server.Client.GetAsync("/v1/models/other");

        Assert.Equal(JsonShape.Of(Recording.Read("eagle3.get_v1_models").Body), JsonShape.Of(list));
        Assert.Equal("tiny", one.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("model_not_found", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("LlamaForCausalLM", (await JsonAsync(server, "/model_info")).GetProperty("architectures")[0].GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Text_becomes_tokens_and_tokens_text()
    {
        await using var server = await ScriptedServer.StartAsync("x");

        var tokens = await (await server.PostAsync("/tokenize", """{"model":"m","prompt":"2+2"}""")).Content.ReadAsStringAsync();
        var many = await (await server.PostAsync("/v1/tokenize", """{"prompt":["2","+2"]}""")).Content.ReadAsStringAsync();
        var text = await (await server.PostAsync("/detokenize", """{"model":"m","tokens":[50,43,50]}""")).Content.ReadAsStringAsync();
        var wrong = await server.PostAsync("/detokenize", """{"tokens":[99999]}""");

        Assert.Equal("""{"tokens":[50,43,50],"count":3,"max_model_len":2048}""", tokens);
        Assert.Equal("""{"tokens":[[50],[43,50]],"count":[1,2],"max_model_len":2048}""", many);
        Assert.Equal("""{"text":"2+2"}""", text);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_server_is_healthy_and_proves_it_by_generating()
    {
        await using var server = await ScriptedServer.StartAsync("x");
        foreach (var path in new[] { "/health", "/health_generate", "/ping" })
        {
            var response = await server.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_load_is_told()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("x") { HangAfter = 1 }, "--skip-server-warmup");
        using var running = await server.PostAsync("/generate", """{"text":"x","stream":true,"sampling_params":{"ignore_eos":true}}""", HttpCompletionOption.ResponseHeadersRead);
        var load = (await JsonAsync(server, "/v1/loads?include=all")).GetProperty("loads")[0];
        Assert.Equal(1, load.GetProperty("num_running_reqs").GetInt32());
        Assert.Equal(48, load.GetProperty("max_running_requests").GetInt32());
    }

    private static async Task<JsonElement> JsonAsync(ScriptedServer server, string path) => JsonDocument.Parse(await server.Client.GetStringAsync(path)).RootElement;

    private static JsonElement State(JsonElement info) => info.GetProperty("internal_states")[0];
}
