using System.Globalization;
using System.Net;

namespace SpeculativeDecoding.Tests;

public class MetricsTests
{
    [Fact(Timeout = 60_000)]
    public async Task Tokens_over_verify_calls_is_the_accept_length()
    {
        await using var server = await ScriptedServer.StartAsync("some longer answer", [.. ScriptedServer.Speculating, "--enable-metrics", "--skip-server-warmup"]);
        await server.PostAsync("/generate", """{"text":"abc","sampling_params":{"max_new_tokens":11}}""");
        await server.PostAsync("/generate", """{"text":"abc","stream":true,"sampling_params":{"max_new_tokens":11}}""");

        var text = await server.Client.GetStringAsync("/metrics");

        // One token of prefill, then 4, 1, 3 and 2: four verify steps each.
        Assert.Equal(8, Value(text, "sglang:spec_verify_calls_total"));
        Assert.Equal(11, Value(text, "sglang:generation_tokens_total", "is_streaming=\"false\""));
        Assert.Equal(11, Value(text, "sglang:generation_tokens_total", "is_streaming=\"true\""));
        Assert.Equal(3, Value(text, "sglang:prompt_tokens_total", "is_streaming=\"true\""));
        Assert.Equal(3, Value(text, "sglang:spec_num_steps"));
        Assert.Equal(1, Value(text, "sglang:time_to_first_token_seconds_count", "is_streaming=\"true\""));
        Assert.Equal(2, Value(text, "sglang:http_requests_total", "endpoint=\"/generate\",method=\"POST\""));
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) |sglang:\w+\{[^}]*\} [-+\d.e]+$)", line));
    }

    [Fact(Timeout = 60_000)]
    public async Task Metrics_are_there_only_where_asked_for()
    {
        await using var server = await ScriptedServer.StartAsync("x");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Paths_that_clients_invent_do_not_become_labels()
    {
        await using var server = await ScriptedServer.StartAsync("x", "--enable-metrics");
        await server.Client.GetAsync("/a\"b");
        Assert.Contains("endpoint=\"other\",method=\"GET\",status_code=\"404\"", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private static double Value(string text, string name, string label = "") =>
        double.Parse(text.Split('\n').Single(line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)).Split("} ")[1], CultureInfo.InvariantCulture);
}
