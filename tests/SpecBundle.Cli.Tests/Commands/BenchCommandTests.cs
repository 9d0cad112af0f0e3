using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary><c>specbundle bench</c> as a person runs it, on the embedded engine.</summary>
public sealed class BenchCommandTests(FinishedBench finished) : IClassFixture<FinishedBench>, IDisposable
{
    private const int Timeout = 120_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-bench-").FullName;

    private string Results => Path.Combine(_folder, "results");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Timeout)]
    public void A_draft_is_compared_with_the_run_without_it()
    {
        var outcome = finished.Outcome;
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^mine\s+1,3,1,4\s+12\s+0\s+[1-4]\.\d\d \[", outcome.Output);
        Assert.Contains("mine at batch 1:", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Served: \./models/tiny/target \(SHA-256 [0-9a-f]{12}\) with the draft \./models/tiny/draft \(SHA-256 [0-9a-f]{12}\), release ", outcome.Output);
        Assert.Contains("[0/24] 1,0,0,0: reading the ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("[12/24] 1,3,1,4 mine", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(finished.Results, "results.json")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Killed_with_kill_9_it_goes_on_and_ends_with_the_same_requests()
    {
        var arguments = Bench(60);
        await using (var first = CommandProcess.Start(arguments))
        {
            var requests = Path.Combine(Results, "requests.jsonl");
            while (!File.Exists(requests) || new FileInfo(requests).Length < 20_000)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            first.Kill();
        }

        var kept = Ids();
        Assert.InRange(kept.Count, 5, 119);
        var outcome = await RunAsync(arguments);
        Assert.Equal(0, outcome.ExitCode);
        var all = Ids();
        Assert.Equal(120, all.Count);
        Assert.Equal(120, all.Distinct().Count());
        Assert.Equal(kept, all.Take(kept.Count));
    }

    [Fact(Timeout = Timeout)]
    public async Task Ctrl_C_says_where_the_results_are()
    {
        await using var command = CommandProcess.Start(Bench(300));
        var requests = Path.Combine(Results, "requests.jsonl");
        while (!File.Exists(requests) || new FileInfo(requests).Length == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        command.PressCtrlC();
        var outcome = await command.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains($"Interrupted. What had ended is in {Results}", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Json_is_the_summary_and_nothing_else()
    {
        var outcome = await RunAsync([.. Bench(4), "--json"]);
        using var summary = JsonDocument.Parse(outcome.Output);
        var drafted = summary.RootElement.GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("configuration").GetString() == "1,3,1,4");
        Assert.InRange(drafted.GetProperty("accept_length").GetProperty("estimate").GetDouble(), 1.2, 4);
        Assert.Equal(3, drafted.GetProperty("draft_positions").GetArrayLength());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_trace_is_followed_and_its_goodput_told()
    {
        var trace = Path.Combine(_folder, "trace.jsonl");
        await File.WriteAllLinesAsync(trace, Enumerable.Range(0, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"timestamp":{{1_000 + (i * 150)}},"input_length":{{8 + i}},"output_length":12}""")), TestContext.Current.CancellationToken);
        var outcome = await RunAsync("bench", "tiny", "--trace", trace, "--trace-unit", "ms", "--config-list", "1,0,0,0", "--goodput", "ttft=30s", "e2e=60s", "--confidence", "0.9", "--warm-up", "1", "--fail-if", "goodput<1", "--output", Results);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Goodput, the requests with TTFT of at most 30000 ms, end to end of at most 60000 ms:\n  trace 1,0,0,0: 100 % [", outcome.Output, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Results, "summary.json"), TestContext.Current.CancellationToken));
        Assert.Equal(0.9, summary.RootElement.GetProperty("confidence").GetDouble());
        Assert.Equal(6, summary.RootElement.GetProperty("cells")[0].GetProperty("goodput").GetProperty("good").GetInt32());
        using var run = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Results, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal(("trace", 1), (run.RootElement.GetProperty("settings").GetProperty("arrivals").GetString(), run.RootElement.GetProperty("settings").GetProperty("warm_up_requests").GetInt32()));
        var dues = (await File.ReadAllLinesAsync(Path.Combine(Results, "requests.jsonl"), TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("due_seconds").GetDouble()).Order().ToList();
        Assert.Equal(0.75, dues[^1] - dues[0], 3);
    }

    [Fact(Timeout = Timeout)]
    public async Task Prompts_by_length_are_workloads_and_an_interrupted_run_can_be_looked_at()
    {
        var outcome = await RunAsync("bench", "tiny", "--synthetic", "3:20:8", "2:40:16", "--config-list", "1,0,0,0", "--warm-up", "0", "--output", Results);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^synthetic-20-8\s+1,0,0,0\s+3\s", outcome.Output);
        Assert.Matches(@"(?m)^synthetic-40-16\s+1,0,0,0\s+2\s", outcome.Output);

        // What a session leaves that ends amid a line: settings and requests.
        var (interrupted, page) = (Path.Combine(_folder, "interrupted"), Path.Combine(_folder, "page.html"));
        Directory.CreateDirectory(interrupted);
        File.Copy(Path.Combine(Results, "run.json"), Path.Combine(interrupted, "run.json"));
        var requests = await File.ReadAllLinesAsync(Path.Combine(Results, "requests.jsonl"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(interrupted, "requests.jsonl"), $"{requests[0]}\n{requests[1][..50]}", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("dashboard", interrupted, "--output", page)).ExitCode);
        Assert.Contains("\"interrupted\"", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var compared = await RunAsync("compare", Results, interrupted);
        Assert.Equal(0, compared.ExitCode);
        Assert.Contains($"Only in {Results}: 1,0,0,0 synthetic-", compared.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(interrupted, "requests.jsonl"), "", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("dashboard", interrupted, "--output", page)).ExitCode);
        Assert.Contains("Not one request", (await RunAsync("compare", Results, interrupted)).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(interrupted, "requests.jsonl"), OfAnother(requests[0], "8,0,0,0") + "\n", TestContext.Current.CancellationToken);
        var apart = await RunAsync("compare", Results, interrupted);
        Assert.Equal(1, apart.ExitCode);
        Assert.Contains("no configuration and workload in common", apart.Error, StringComparison.Ordinal);
        Assert.Contains($"Only in {interrupted}: 8,0,0,0 synthetic-", apart.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(interrupted, "requests.jsonl"), "{}\n" + requests[0] + "\n", TestContext.Current.CancellationToken);
        var torn = await RunAsync("dashboard", interrupted, "--output", page);
        Assert.Equal(1, torn.ExitCode);
        Assert.Contains("requests.jsonl(1)", torn.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("'1,3' is no configuration", "--config-list", "1,3")]
    [InlineData("no workload 'gsm9k'", "--benchmark-list", "gsm9k:10")]
    [InlineData("'x' is not a number of prompts", "--benchmark-list", "gsm8k:x")]
    [InlineData("Write R, poisson:R", "--rate", "often")]
    [InlineData("--samples is a whole number above 0", "--samples", "0")]
    public async Task A_wrong_option_is_named(string message, params string[] arguments)
    {
        var outcome = await RunAsync([.. Bench(1), .. arguments]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Data_that_nobody_has_is_named()
    {
        var outcome = await RunAsync("bench", "tiny", "--benchmark-list", "gsm8k:5", "--data", _folder, "--output", Results);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("openai/gsm8k", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(_folder, outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Another_run_in_the_same_folder_is_refused()
    {
        Assert.Equal(Results, Copied("results"));
        var outcome = await RunAsync([.. Bench(FinishedBench.Prompts), "--seed", "7"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("other settings: seed", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Two_runs_are_compared_and_a_broken_limit_has_an_exit_code()
    {
        var other = Copied("other");
        Assert.Equal(3, (await RunAsync([.. Bench(FinishedBench.Prompts), "--fail-if", "accept_length<9", "mine:failed>0"])).ExitCode);

        // The same settings again: nothing is asked twice, and the limits are those of this call.
        Assert.Equal(0, (await RunAsync([.. Bench(FinishedBench.Prompts), "--fail-if", "accept_length<1", "mine:failed>0"])).ExitCode);
        var outcome = await RunAsync("compare", Results, other, "--fail-if", "accept_length_ratio<0.99");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^mine\s+1,3,1,4\s+12\s+\d\.\d\d to \d\.\d\d\s+1\.000 \[1\.000, 1\.000\]", outcome.Output);
        Assert.Contains("mine 1,3,1,4: the accept length can't be told from no change.", outcome.Output, StringComparison.Ordinal);
        var broken = await RunAsync("compare", Results, other, "--fail-if", "gsm8k:accept_length_ratio<0.99");
        Assert.Equal(3, broken.ExitCode);
        Assert.Contains("nothing has this figure", broken.Error, StringComparison.Ordinal);
        var page = Path.Combine(_folder, "page.html");
        Assert.Equal(0, (await RunAsync("dashboard", Results, other, "--output", page)).ExitCode);
        Assert.Contains("\"other\"", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("dashboard", _folder, "--output", page)).ExitCode);
        using var json = JsonDocument.Parse((await RunAsync("compare", Results, other, "--json")).Output);
        Assert.Equal(2, json.RootElement.GetProperty("cells").GetArrayLength());
        Assert.Equal(2, (await RunAsync("compare", Results, _folder + "/none")).ExitCode);
        Assert.Contains("The metrics are", (await RunAsync("compare", Results, other, "--fail-if", "speed<1")).Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_a_run_says_against_its_speeds_is_said_when_it_is_compared()
    {
        var (quiet, busy) = (Copied("quiet"), Copied("busy"));
        foreach (var (folder, share) in new[] { (quiet, 0.0), (busy, 0.74) })
        {
            var path = Path.Combine(folder, "run.json");
            var run = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
            run["machine_loads"] = new JsonArray(new JsonObject { ["configuration"] = "1,3,1,4", ["workload"] = "mine", ["other_share"] = share });
            await File.WriteAllTextAsync(path, run.ToJsonString(), TestContext.Current.CancellationToken);
        }

        var outcome = await RunAsync("compare", quiet, busy);
        Assert.Contains($"Note: {busy}: 1,3,1,4 mine: Other programs took 74 % of this machine's processors", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{quiet}: 1,3,1,4 mine: Other", outcome.Output, StringComparison.Ordinal);

        // Without the file the requests are compared all the same.
        await File.WriteAllTextAsync(Path.Combine(busy, "run.json"), "{", TestContext.Current.CancellationToken);
        var damaged = await RunAsync("compare", quiet, busy);
        Assert.Equal(0, damaged.ExitCode);
        Assert.Contains("So nothing is known of what the runs were made with.", damaged.Output, StringComparison.Ordinal);
    }

    /// <summary>A request of another configuration, as one writes it who knows of no checksums.</summary>
    private static string OfAnother(string request, string configuration)
    {
        var line = JsonNode.Parse(request)!.AsObject();
        line["configuration"] = configuration;
        line.Remove("checksum");
        return line.ToJsonString();
    }

    private static Task<CommandOutcome> RunAsync(params string[] arguments) => CommandProcess.RunAsync(TestContext.Current.CancellationToken, arguments);

    /// <summary>A copy of the finished run's results, for the test to work on.</summary>
    private string Copied(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (var file in Directory.GetFiles(finished.Results))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    private string[] Bench(int prompts) => FinishedBench.Arguments(_folder, prompts);

    private List<string> Ids() =>
    [
        .. File.ReadLines(Path.Combine(Results, "requests.jsonl")).Where(line => line.EndsWith('}')).Select(line =>
        {
            using var record = JsonDocument.Parse(line);
            return $"{record.RootElement.GetProperty("configuration")} {record.RootElement.GetProperty("prompt_id")}";
        }),
    ];
}
