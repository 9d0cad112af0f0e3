using System.Diagnostics;
using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Benchmarks on the embedded engine, which really speculates.</summary>
public sealed class BenchmarkRunTests : IDisposable
{
    private const int Timeout = 120_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-bench-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Timeout)]
    public async Task Two_configurations_are_measured_and_every_file_is_there()
    {
        var run = await Benchmark.RunAsync(Options(Questions(8)), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(run.Failures);
        Assert.Equal(16, run.Records.Count);
        Assert.All(run.Records, record => Assert.Null(record.Error));
        var (plain, drafted) = (run.Report.Find("1,0,0,0", "mine")!, run.Report.Find("1,3,1,4", "mine")!);
        Assert.Null(plain.AcceptLength);
        Assert.InRange(drafted.AcceptLength!.Value.Estimate, 1.5, 4);
        Assert.Equal(8, drafted.Speedup!.Prompts);
        Assert.Equal(8, drafted.Speedup.EqualAnswers);
        Assert.Equal(["dashboard.html", "requests.jsonl", "results.json", "run.json", "summary.json", "summary.md"], Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var read = await RequestLog.ReadAsync(Path.Combine(_folder, "requests.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(drafted.AcceptLength, BenchmarkReport.From(read.Records).Find("1,3,1,4", "mine")!.AcceptLength);
        Assert.Contains("| mine | 1,3,1,4 | 8 | 0 |", await File.ReadAllTextAsync(Path.Combine(_folder, "summary.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_results_have_the_shape_of_the_suites_file()
    {
        var workload = new PromptWorkload("mine", Questions(4).Select((text, i) => new BenchmarkPrompt { Id = $"mine/{i}", Turns = [text], Category = i % 2 == 0 ? "even" : "odd", Reference = "42" })) { NewTokenLimit = 32 };
        await Benchmark.RunAsync(Options([], workload), cancellationToken: TestContext.Current.CancellationToken);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "results.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["model", "mine"], results.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(2, results.RootElement.GetProperty("mine").GetArrayLength());
        foreach (var configuration in results.RootElement.GetProperty("mine").EnumerateArray())
        {
            Assert.Equal(["batch_size", "steps", "topk", "num_draft_tokens", "metrics", "num_samples"], configuration.EnumerateObject().Select(property => property.Name));
            var metrics = Assert.Single(configuration.GetProperty("metrics").EnumerateArray());
            AssertMetrics(metrics);
            var categories = metrics.GetProperty("categorical_performance");
            Assert.Equal(["even", "odd"], categories.EnumerateObject().Select(property => property.Name));
            AssertMetrics(categories.GetProperty("odd"));
            Assert.Equal(JsonValueKind.Null, configuration.GetProperty("num_samples").ValueKind);
        }

        // Python reads 1 as an integer and 1.0 as a floating number.
        Assert.Equal("1.0", results.RootElement.GetProperty("mine")[0].GetProperty("metrics")[0].GetProperty("accept_length").GetRawText());
    }

    [Fact(Timeout = Timeout)]
    public async Task Results_without_a_score_tell_the_number_asked_for_and_no_predictions()
    {
        var options = Options([], new PromptWorkload("mine", Questions(4)) { NewTokenLimit = 16 });
        (options.Workloads, options.Configurations) = ([new BenchmarkWorkload(options.Workloads[0].Workload, 200)], ["1,3,1,4"]);
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "results.json"), TestContext.Current.CancellationToken));
        var configuration = Assert.Single(results.RootElement.GetProperty("mine").EnumerateArray());
        var metrics = configuration.GetProperty("metrics")[0];
        Assert.Equal(200, configuration.GetProperty("num_samples").GetInt32());
        Assert.Equal((4, 0), (metrics.GetProperty("num_questions").GetInt32(), metrics.GetProperty("num_valid_predictions").GetInt32()));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], new[] { "accuracy", "categorical_performance" }.Select(name => metrics.GetProperty(name).ValueKind));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stopped_run_goes_on_and_asks_nothing_twice()
    {
        var questions = Questions(12);
        using var stop = new CancellationTokenSource();
        var counting = new Relay<BenchmarkProgress>(progress =>
        {
            if (progress.Done >= 5)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Benchmark.RunAsync(Options(questions), counting, stop.Token));
        var before = (await RequestLog.ReadAsync(Path.Combine(_folder, "requests.jsonl"), TestContext.Current.CancellationToken)).Records;
        Assert.InRange(before.Count, 5, 12);
        var run = await Benchmark.RunAsync(Options(questions), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(24, run.Records.Count);
        Assert.Equal(24, run.Records.Select(record => (record.Configuration, record.PromptId)).Distinct().Count());
        Assert.Equal(before.Count, run.Records.Count(record => record.Session == 0));

        // Once more: nothing is left to ask, and no server is started.
        var messages = new List<string>();
        var again = await Benchmark.RunAsync(Options(questions), new Relay<BenchmarkProgress>(progress => messages.Add(progress.Message)), TestContext.Current.CancellationToken);
        Assert.Equal(24, again.Records.Count);
        Assert.DoesNotContain(messages, message => message.Contains("starting", StringComparison.Ordinal));

        var other = Options(questions);
        other.Seed = 9;
        Assert.Contains("another seed", (await Assert.ThrowsAsync<BenchmarkException>(() => Benchmark.RunAsync(other, cancellationToken: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_dies_is_reported_with_what_it_had_answered_and_the_next_one_runs()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The server is found by its command line in /proc.");
        }

        var options = Options(Questions(10));
        var mark = "doomed-" + Guid.NewGuid().ToString("N");
        options.Launch.ExtraArguments.Add("--served-model-name");
        options.Launch.ExtraArguments.Add(mark);
        var killed = false;
        var run = await Benchmark.RunAsync(options, new Relay<BenchmarkProgress>(progress =>
        {
            if (progress.Done >= 3 && !killed)
            {
                killed = true;
                KillServer(mark);
            }
        }), TestContext.Current.CancellationToken);
        var failure = Assert.Single(run.Failures);
        Assert.Equal("1,0,0,0", failure.Configuration);
        Assert.IsType<ServerDiedException>(failure.Error);
        Assert.InRange(run.Records.Count(record => record is { Configuration: "1,0,0,0", Error: null }), 3, 9);
        Assert.Equal(10, run.Records.Count(record => record is { Configuration: "1,3,1,4", Error: null }));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_configuration_that_can_not_be_started_is_no_reason_to_leave_the_others_out()
    {
        var options = Options(Questions(3));
        options.Configurations = ["1,3,1,9", "1,3,1,4"];
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.IsType<LaunchPlanException>(Assert.Single(run.Failures).Error);
        Assert.Equal(3, run.Records.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_second_turn_follows_the_answer_to_the_first()
    {
        var options = Options([], new PromptWorkload("talk", [new BenchmarkPrompt { Id = "talk/1", Turns = ["Tom has 3 apples and buys 4 more. How many apples does Tom have?", "And with 2 more?"] }]) { NewTokenLimit = 40 });
        options.Configurations = ["1,3,1,4"];
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], run.Records.Select(record => record.Turn));
        Assert.Equal(run.Records[0].FinishedSeconds, run.Records[1].DueSeconds);
        Assert.True(run.Records[1].PromptTokens > run.Records[0].PromptTokens + run.Records[0].CompletionTokens - 2);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_answer_longer_than_the_context_is_cut_alike_in_every_configuration_and_said()
    {
        var run = await Benchmark.RunAsync(Options([], new PromptWorkload("long", Questions(2)) { NewTokenLimit = 100_000, StopStrings = ["."] }), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(run.Records, record => Assert.Null(record.Error));
        Assert.Contains(run.Notes, note => note.Contains("4 requests were allowed fewer new tokens", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task In_an_open_loop_requests_are_due_at_their_times_whether_or_not_others_have_ended()
    {
        var options = Options(Questions(10));
        (options.Configurations, options.Arrivals) = (["1,3,1,4"], Arrivals.Constant(20));
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        var due = run.Records.Select(record => record.DueSeconds).Order().ToList();
        for (var i = 1; i < due.Count; i++)
        {
            Assert.Equal(0.05, due[i] - due[i - 1], 6);
        }

        Assert.All(run.Records, record => Assert.True(record.SentSeconds >= record.DueSeconds));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_runs_already_is_left_running()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, cancellationToken: TestContext.Current.CancellationToken);
        var options = Options(Questions(3));
        (options.Pair, options.Attach, options.AttachOptions, options.Configurations) = (Catalog.Tiny, server.Address, new AttachOptions { ApiKey = server.ApiKey }, ["1,3,1,4"]);
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, run.Records.Count);
        Assert.Equal(ServerState.Running, server.State);
    }

    [Fact(Timeout = Timeout)]
    public async Task No_key_and_no_password_gets_into_a_file()
    {
        var options = Options(Questions(1));
        options.Configurations = ["1,3,1,4"];
        string[] arguments = ["--api-key", "secret-one", "--admin-api-key=secret-two", "--log-level", "info"];
        arguments.ToList().ForEach(options.Launch.ExtraArguments.Add);
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        var texts = Directory.GetFiles(_folder).Select(File.ReadAllText).ToList();
        Assert.DoesNotContain(texts, text => text.Contains("secret-", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("--log-level", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_can_not_be_run_is_refused_before_anything_starts()
    {
        Task<BenchmarkRun> Run(Action<BenchmarkOptions> change)
        {
            var options = Options(Questions(1));
            change(options);
            return Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Workloads = []));
        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Configurations = ["1,3,1,4", "1,3,1,4"]));
        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Pair = null));
        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Attach = new Uri("http://127.0.0.1:9")));
        await Assert.ThrowsAsync<DatasetException>(() => Run(options => (options.Workloads, options.Data) = ([BenchmarkWorkload.Parse("gsm8k:3")], new LocalRowSource(_folder))));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("1,3,1,4", true)]
    [InlineData("8,0,0,0", true)]
    [InlineData("0,3,1,4", false)]
    [InlineData("1,3,0,4", false)]
    [InlineData("1,0,1,0", false)]
    [InlineData("1,3,1", false)]
    [InlineData("a,b,c,d", false)]
    [InlineData("1,-3,1,4", false)]
    public void A_configuration_is_four_numbers_that_make_sense(string text, bool isSound)
    {
        if (isSound)
        {
            Assert.Equal(text, BenchmarkConfiguration.Parse(text).ToString());
        }
        else
        {
            Assert.Contains(text, Assert.Throws<FormatException>(() => BenchmarkConfiguration.Parse(text)).Message, StringComparison.Ordinal);
        }
    }

    private static string[] Questions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"Mia has {i + 12} marbles. She gives {i + 2} of them to Jonas and finds {i + 5} more. How many marbles does Mia have?")];

    private BenchmarkOptions Options(string[] questions, Workload? workload = null) => new()
    {
        Pair = Catalog.Tiny,
        Workloads = [workload ?? new PromptWorkload("mine", questions) { NewTokenLimit = 48 }],
        Folder = _folder,
        WarmUpRequests = 1,
    };

    private static void AssertMetrics(JsonElement metrics)
    {
        Assert.Equal(
            ["latency", "output_throughput", "accept_length", "accuracy", "num_questions", "num_valid_predictions", "categorical_performance"], metrics.EnumerateObject().Select(property => property.Name));
        foreach (var name in new[] { "latency", "output_throughput", "accept_length", "accuracy" })
        {
            Assert.Contains('.', metrics.GetProperty(name).GetRawText());
        }

        Assert.True(metrics.GetProperty("num_questions").TryGetInt32(out _));
        Assert.True(metrics.GetProperty("num_valid_predictions").TryGetInt32(out _));
    }

    private static void KillServer(string mark)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(mark, StringComparison.Ordinal))
                    {
                        process.Kill();
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    // It has ended meanwhile, or is somebody else's.
                }
            }
        }
    }
}
