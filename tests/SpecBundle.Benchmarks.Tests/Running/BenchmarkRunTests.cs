using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Benchmarks on the embedded engine, which really speculates.</summary>
public sealed class BenchmarkRunTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task Two_configurations_are_measured_and_every_file_is_there()
    {
        var run = await RunAsync(Options(Questions(8)));
        Assert.Empty(run.Failures);
        Assert.Equal(16, run.Records.Count);
        Assert.All(run.Records, record => Assert.Null(record.Error));
        var (plain, drafted) = (run.Report.Find("1,0,0,0", "mine")!, run.Report.Find("1,3,1,4", "mine")!);
        Assert.Null(plain.AcceptLength);
        Assert.InRange(drafted.AcceptLength!.Value.Estimate, 1.5, 4);
        Assert.Equal(8, drafted.Speedup!.Prompts);
        Assert.Equal(8, drafted.Speedup.EqualAnswers);
        Assert.All(run.Records, record => Assert.InRange(record.ClientSeconds!.Value, 1e-6, record.FinishedSeconds - record.SentSeconds));
        Assert.InRange(drafted.ClientShare!.Value, 1e-6, 1);
        Assert.All(run.Records.GroupBy(record => record.PromptId), prompt => Assert.Single(prompt.Select(record => record.PromptHash).Distinct()));
        Assert.Equal(8, run.Records.Select(record => record.PromptHash).Distinct().Count());
        Assert.Equal(["dashboard.html", "requests.jsonl", "results.json", "run.json", "summary.json", "summary.md"], Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var read = await RequestLog.ReadAsync(Path.Combine(Folder, "requests.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(drafted.AcceptLength, BenchmarkReport.From(read.Records).Find("1,3,1,4", "mine")!.AcceptLength);
        Assert.Contains("| mine | 1,3,1,4 | 8 | 0 |", await File.ReadAllTextAsync(Path.Combine(Folder, "summary.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_results_have_the_shape_of_the_suites_file()
    {
        var workload = new PromptWorkload("mine", Questions(4).Select((text, i) => new BenchmarkPrompt { Id = $"mine/{i}", Turns = [text], Category = i % 2 == 0 ? "even" : "odd", Reference = "42" })) { MaxNewTokens = 32 };
        await Benchmark.RunAsync(Options([], workload), cancellationToken: TestContext.Current.CancellationToken);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "results.json"), TestContext.Current.CancellationToken));
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
        var options = Options([], new PromptWorkload("mine", Questions(4)) { MaxNewTokens = 16 });
        (options.Workloads, options.Configurations) = ([new WorkloadSelection { Workload = options.Workloads[0].Workload, Count = 200 }], ["1,3,1,4"]);
        await RunAsync(options);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "results.json"), TestContext.Current.CancellationToken));
        var configuration = Assert.Single(results.RootElement.GetProperty("mine").EnumerateArray());
        var metrics = configuration.GetProperty("metrics")[0];
        Assert.Equal(200, configuration.GetProperty("num_samples").GetInt32());
        Assert.Equal((4, 0), (metrics.GetProperty("num_questions").GetInt32(), metrics.GetProperty("num_valid_predictions").GetInt32()));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], new[] { "accuracy", "categorical_performance" }.Select(name => metrics.GetProperty(name).ValueKind));
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
    public async Task No_key_and_no_password_gets_into_a_file()
    {
        var options = Options(Questions(1));
        options.Configurations = ["1,3,1,4"];
        string[] arguments = ["--api-key", "secret-one", "--admin-api-key=secret-two", "--log-level", "info"];
        arguments.ToList().ForEach(options.Launch.ExtraArguments.Add);
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        var texts = Directory.GetFiles(Folder).Select(File.ReadAllText).ToList();
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

        await Assert.ThrowsAsync<InvalidValueException>(() => Run(options => options.Workloads = []));
        await Assert.ThrowsAsync<InvalidValueException>(() => Run(options => options.Configurations = ["1,3,1,4", "1,3,1,4"]));
        await Assert.ThrowsAsync<InvalidValueException>(() => Run(options => options.Pair = null));
        await Assert.ThrowsAsync<InvalidValueException>(() => Run(options => options.Attach = new Uri("http://127.0.0.1:9")));
        await Assert.ThrowsAsync<DatasetException>(() => Run(options => (options.Workloads, options.Data) = ([WorkloadSelection.Parse("gsm8k:3")], new LocalRowSource(Folder))));
        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Workloads = [new PromptWorkload("mute", [new BenchmarkPrompt { Id = "mute/0" }])]));
        await Assert.ThrowsAsync<BenchmarkException>(() => Run(options => options.Workloads = [new TwiceWorkload()]));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Theory(Timeout = 60_000)]
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

    private static void AssertMetrics(JsonElement metrics)
    {
        Assert.Equal(
            ["latency", "output_throughput", "accept_length", "accuracy", "num_questions", "num_valid_predictions", "categorical_performance", "num_requests", "num_failed_requests"], metrics.EnumerateObject().Select(property => property.Name));
        foreach (var name in new[] { "latency", "output_throughput", "accept_length", "accuracy" })
        {
            Assert.Contains('.', metrics.GetProperty(name).GetRawText());
        }

        Assert.True(metrics.GetProperty("num_questions").TryGetInt32(out _));
        Assert.True(metrics.GetProperty("num_valid_predictions").TryGetInt32(out _));
    }

    private sealed class TwiceWorkload : Workload
    {
        public override string Name => "twice";

        public override Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(IRowSource rows, int? count = null, IReadOnlyList<string>? subsets = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<BenchmarkPrompt>>([.. Questions(2).Select(question => new BenchmarkPrompt { Id = "twice/0", Turns = [question] })]);
    }
}
