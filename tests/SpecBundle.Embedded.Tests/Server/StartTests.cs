using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Tests;

public class StartTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_log_goes_through_the_phases_of_a_recorded_start()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Speculating);

        // The lines of the recorded start, in their order; those of CUDA are left out.
        string[] expected =
        [
            @"Max running requests is reset to 48 for speculative decoding\. You can override this by explicitly setting --max-running-requests\.",
            @"server_args=ServerArgs\(model_path='[^']+', .*speculative_algorithm='EAGLE3', .*speculative_num_steps=3, speculative_eagle_topk=1, speculative_num_draft_tokens=4\)",
            @"Load weight begin\. avail mem=\d+\.\d\d GB",
            @"Load weight end\. elapsed=\d+\.\d\d s, type=LlamaForCausalLM, avail mem=\d+\.\d\d GB, mem usage=\d+\.\d\d GB\.",
            @"Load weight begin\. avail mem=\d+\.\d\d GB",
            @"Load weight end\. elapsed=\d+\.\d\d s, type=LlamaForCausalLMEagle3, avail mem=\d+\.\d\d GB, mem usage=\d+\.\d\d GB\.",
            @"KV Cache is allocated\. dtype: torch\.float32, #tokens: \d+, K size: \d+\.\d\d GB, V size: \d+\.\d\d GB",
            @"Memory pool end\. avail mem=\d+\.\d\d GB",
            @"max_total_num_tokens=\d+, chunked_prefill_size=-1, max_prefill_tokens=\d+, max_running_requests=48, context_len=2048, available_gpu_mem=\d+\.\d\d GB",
            @"Engine startup timings \(s\): load_weight=\d+\.\d\d, kv_cache_allocation=\d+\.\d\d, scheduler_e2e=\d+\.\d\d",
            @"INFO:     Started server process \[\d+\]",
            @"INFO:     Waiting for application startup\.",
            @"INFO:     Application startup complete\.",
            @"INFO:     Uvicorn running on http://127\.0\.0\.1:\d+ \(Press CTRL\+C to quit\)",
            @"INFO:     127\.0\.0\.1:\d+ - ""GET /model_info HTTP/1\.1"" 200 OK",
            @"Prefill batch, #new-seq: 1, #new-token: \d+, #cached-token: 0, token usage: 0\.\d\d, #running-req: 0, #queue-req: 0, cuda graph: False",
            @"INFO:     127\.0\.0\.1:\d+ - ""POST /generate HTTP/1\.1"" 200 OK",
            @"The server is fired up and ready to roll!",
        ];
        var lines = server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.Matches(@"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] " + pair.First + "$", pair.Second));
        Assert.Empty(server.Output);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health")).StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_that_is_taken_is_refused_before_anything_is_loaded()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var server = EmbeddedProcess.Start([.. EmbeddedProcess.Tiny, "--port", $"{port}"]);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Matches($@"^\[[^]]+\] ERROR:    \[Errno 98\] error while attempting to bind on address \('127\.0\.0\.1', {port}\): address already in use\n$", server.Log);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("unrecognized arguments: --no-such-flag", "--model-path", "x", "--no-such-flag")]
    [InlineData("the following arguments are required: --model-path/--model")]
    [InlineData("argument --port: invalid int value: 'abc'", "--model-path", "x", "--port", "abc")]
    public async Task Wrong_usage_ends_with_code_2_and_one_useful_last_line(string message, params string[] arguments)
    {
        await using var server = EmbeddedProcess.Start(arguments);

        Assert.Equal(2, await server.ExitAsync());
        Assert.StartsWith("usage: specbundle-embedded ", server.Log, StringComparison.Ordinal);
        Assert.EndsWith($"\nspecbundle-embedded: error: {message}\n", server.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("needs --speculative-draft-model-path", "--model-path", "x", "--speculative-algorithm", "EAGLE3")]
    [InlineData("must be given together", "--model-path", "x", "--speculative-algorithm", "EAGLE3", "--speculative-draft-model-path", "y", "--speculative-eagle-topk", "1")]
    [InlineData("/nowhere/at/all is not a local folder", "--model-path", "/nowhere/at/all", "--port", "0")]
    [InlineData("--tp-size must be 1", "--model-path", "x", "--tp-size", "2")]
    public async Task What_it_cannot_run_is_refused_with_one_clear_line(string message, params string[] arguments)
    {
        await using var server = EmbeddedProcess.Start(arguments);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains(message, server.Log.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_damaged_checkpoint_ends_the_start_with_its_cause()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-damaged-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "config.json"), "{");
            await using var server = EmbeddedProcess.Start(["--model-path", folder.FullName, "--port", "0"]);

            Assert.Equal(1, await server.ExitAsync());
            Assert.Contains("Scheduler hit an exception: ", server.Log, StringComparison.Ordinal);
            Assert.Contains("config.json", server.Log, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Help_and_version_are_answered_on_standard_output()
    {
        await using var help = EmbeddedProcess.Start(["--help"]);
        await using var version = EmbeddedProcess.Start(["--model-path", "x", "--version"]);

        Assert.Equal(0, await help.ExitAsync());
        Assert.Contains("--speculative-eagle-topk", help.Output, StringComparison.Ordinal);
        Assert.Equal(0, await version.ExitAsync());
        Assert.Matches(new Regex(@"^specbundle-embedded \d+\.\d+\.\d+"), version.Output);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_key_comes_from_a_configuration_file_or_the_environment_and_stays_out_of_the_log()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "# written by a launcher\napi-key: \"sk-from-file\"\nenable-metrics: true\n");
            await using var server = await EmbeddedProcess.StartReadyAsync([.. EmbeddedProcess.Tiny, "--config", file]);

            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/model_info")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics")).StatusCode);
            server.Client.DefaultRequestHeaders.Add("Authorization", "Bearer sk-from-file");
            Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/model_info")).StatusCode);
            Assert.DoesNotContain("sk-from-file", server.Log, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
