using System.Net;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Whatever one client asks for, the real engine goes on answering the others.</summary>
[LongForm]
public sealed class HostileRequestTests
{
    private const string Reference = """{"input_ids":[5,6,7,8],"sampling_params":{"temperature":0,"max_new_tokens":12,"ignore_eos":true}}""";

    private static readonly string[] Numbers =
        ["0", "1", "-1", "2", "3", "0.5", "1e-300", "5e-324", "1e-9", "1e9", "1e308", "-2", "2.0", "1e999", "2147483647", "-2147483648", "9223372036854775807", "null", "true", "\"x\"", "[]", "{}"];

    private static readonly string[] Names =
    [
        "temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "min_new_tokens", "max_new_tokens", "sampling_seed",
        "stream_interval", "n", "ignore_eos", "stop", "stop_token_ids", "logit_bias", "regex", "no_stop_trim",
    ];

    private static readonly string[] Lists = ["[]", "[0]", "[999999]", "[-1]", "[0,1,2,3,4,5,6,7,8,9]", "[2147483647]", "[1.5]", "[[1]]", "[\"a\"]", "[\"\",\"b\"]"];

    private static readonly Gen<string> Field =
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.OneOf(Gen.Int[0, Numbers.Length - 1].Select(index => Numbers[index]), Gen.Int[0, Lists.Length - 1].Select(index => Lists[index])))
            .Select((name, value) => $"\"{Names[name]}\":{value}");

    [Fact(Timeout = 600_000)]
    public async Task No_sampling_ends_the_engine_or_changes_what_others_get()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        var expected = await TextAsync(server, Reference);

        await Field.Array[1, 6].SampleAsync(
            async fields =>
            {
                // Repeated names are allowed in JSON: the last one counts.
                var body = $$"""{"input_ids":[5,6,7],"sampling_params":{"max_new_tokens":6,{{string.Join(',', fields)}} } }""";
                var response = await server.PostAsync("/generate", body);
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{response.StatusCode} for {body}");
            },
            iter: Soak.Rounds(brief: 150, full: 3_000),
            threads: 4);

        Assert.Equal(expected, await TextAsync(server, Reference));
        Assert.DoesNotContain("Exception in", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_minimum_length_with_every_token_a_stop_token_still_ends()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);
        var size = System.Text.Json.JsonDocument.Parse(await server.Client.GetStringAsync("/server_info")).RootElement.GetProperty("vocab_size").GetInt32();
        var all = string.Join(',', Enumerable.Range(0, size));

        foreach (var more in (string[])["", ",\"top_k\":5", ",\"temperature\":0", ",\"repetition_penalty\":1e-300,\"top_p\":0.5"])
        {
            var response = await server.PostAsync("/generate", $$"""{"input_ids":[5,6,7],"sampling_params":{"min_new_tokens":3,"max_new_tokens":6,"stop_token_ids":[{{all}}]{{more}} } }""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task<string> TextAsync(EmbeddedProcess server, string body)
    {
        var response = await server.PostAsync("/generate", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("output_ids").GetRawText();
    }
}
