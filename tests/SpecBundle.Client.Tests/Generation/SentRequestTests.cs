using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>What goes over the wire, as the server got it.</summary>
public sealed class SentRequestTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task What_was_not_set_is_not_sent()
    {
        var body = await SendAsync(new GenerateRequest { Prompt = "Straße \"7\"", RequestId = "mine" });

        Assert.Equal("""{"text":"Straße \"7\"","rid":"mine#end","sampling_params":{},"stream":true}""", body);
    }

    [Fact(Timeout = Limit)]
    public async Task Every_sampling_parameter_has_SGLangs_name()
    {
        var sampling = new SamplingParameters
        {
            MaxNewTokens = 7, MinNewTokens = 1, Temperature = 0.5, TopP = 0.9, TopK = 40, MinP = 0.05, FrequencyPenalty = 0.1,
            PresencePenalty = -0.1, RepetitionPenalty = 1.1, StopStrings = ["a", "b"], StopTokenIds = [2], StopPatterns = ["x+"], IgnoreEndToken = true,
            SkipSpecialTokens = false, SpacesBetweenSpecialTokens = false, IncludeStopString = true, JsonSchema = "{}", Regex = "r", Ebnf = "e",
            StructuralTag = "t", LogitBias = new Dictionary<int, double> { [5] = -1.5 }, Seed = 42, TokensPerFrame = 2,
            CustomParameters = new Dictionary<string, JsonElement> { ["deep"] = JsonDocument.Parse("""{"er":[1]}""").RootElement },
        };

        var sent = JsonNode.Parse(await SendAsync(new GenerateRequest { InputIds = [1, 2, 3], Sampling = sampling }))!;

        var expected = JsonNode.Parse("""
            {"max_new_tokens":7,"min_new_tokens":1,"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.05,"frequency_penalty":0.1,
             "presence_penalty":-0.1,"repetition_penalty":1.1,"stop":["a","b"],"stop_token_ids":[2],"stop_regex":["x+"],"ignore_eos":true,
             "skip_special_tokens":false,"spaces_between_special_tokens":false,"no_stop_trim":true,"json_schema":"{}","regex":"r","ebnf":"e",
             "structural_tag":"t","logit_bias":{"5":-1.5},"sampling_seed":42,"stream_interval":2,"custom_params":{"deep":{"er":[1]}}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, sent["sampling_params"]), sent.ToJsonString());
        Assert.Equal("[1,2,3]", sent["input_ids"]!.ToJsonString());
        Assert.Null(sent["text"]);
    }

    [Theory(Timeout = Limit)]
    [InlineData("89504E470D0A1A0AFBFF00", "image/png")]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("474946383961FE", "image/gif")]
    [InlineData("524946460400000057454250FA", "image/webp")]
    [InlineData("42", "application/octet-stream")]
    public async Task An_image_arrives_byte_for_byte_as_a_data_uri(string bytes, string type)
    {
        var image = Convert.FromHexString(bytes);

        var sent = JsonNode.Parse(await SendAsync(new GenerateRequest { Prompt = "<image>What?", Images = [image, new byte[] { 1 }] }))!;

        Assert.Equal(2, sent["image_data"]!.AsArray().Count);
        var uri = sent["image_data"]![0]!.GetValue<string>();
        Assert.StartsWith($"data:{type};base64,", uri, StringComparison.Ordinal);
        Assert.Equal(image, Convert.FromBase64String(uri[(uri.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        Assert.Equal("<image>What?", sent["text"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task Images_go_with_ids_too_and_an_empty_list_is_none()
    {
        var sent = JsonNode.Parse(await SendAsync(new GenerateRequest { InputIds = [5, 6], Images = [new byte[3_000_000]] }))!;
        Assert.Equal("[5,6]", sent["input_ids"]!.ToJsonString());
        Assert.Equal("data:application/octet-stream;base64,".Length + 4_000_000, sent["image_data"]![0]!.GetValue<string>().Length);

        Assert.DoesNotContain("image_data", await SendAsync(new GenerateRequest { Prompt = "x", Images = [] }), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_image_without_a_byte_is_refused_before_it_is_sent()
    {
        using var client = new SpecClient(server.Address("nowhere"), new SpecClientOptions());

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x", Images = [new byte[] { 1 }, default] }, TestContext.Current.CancellationToken));

        Assert.Contains("Images[1]", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task The_key_goes_to_the_server_and_into_no_log_and_no_message()
    {
        using var log = new RecordingLog();
        var name = server.Add("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n{\"error\":\"Unauthorized\"}"u8.ToArray());
        using var client = new SpecClient(server.Address(name), new SpecClientOptions { ApiKey = "sk-very-secret", LoggerFactory = log });

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        var report = await server.WaitForAsync(report => IsGenerate(report, name), TestContext.Current.CancellationToken);
        Assert.Equal("Bearer sk-very-secret", report.GetProperty("authorization").GetString());
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain("secret", error + string.Concat(log.Lines), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void A_key_that_no_header_can_carry_is_refused_without_being_quoted()
    {
        var error = Assert.Throws<InvalidValueException>(() => new SpecClient(server.Address("nowhere"), new SpecClientOptions { ApiKey = "sk-secret\n" }));

        Assert.DoesNotContain("sk-", error.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(4096, 4096)]
    [InlineData(null, -1)]
    public async Task An_id_outside_the_vocabulary_is_refused_before_it_is_sent(int? size, int id)
    {
        using var client = new SpecClient(server.Address("nowhere"), new SpecClientOptions { VocabularySize = size });

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { InputIds = [7, id] }, TestContext.Current.CancellationToken));

        Assert.Equal(("GenerateRequest.InputIds[1]", $"{id}"), (error.Property, error.Value));
        Assert.Contains(size is null ? "negative" : $"{size} tokens", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Reports, report => IsGenerate(report, "nowhere"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_request_needs_either_a_prompt_or_ids()
    {
        using var client = new SpecClient(server.Address("nowhere"), new SpecClientOptions());

        await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest(), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x", InputIds = [1] }, TestContext.Current.CancellationToken));
    }

    private static bool IsGenerate(JsonElement report, string name) =>
        report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/generate";

    private async Task<string> SendAsync(GenerateRequest request)
    {
        // A name of its own, so that its report is found among those of other tests.
        var name = server.Add(await File.ReadAllBytesAsync(Path.Combine(ReplayProcess.Recordings, "http", "eagle3.generate_stream.response"), TestContext.Current.CancellationToken));
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());
        await client.GenerateAsync(request, TestContext.Current.CancellationToken);
        var report = await server.WaitForAsync(report => IsGenerate(report, name), TestContext.Current.CancellationToken);
        return report.GetProperty("body").GetString()!;
    }
}
