using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Results of a server that runs already carry what it says that it serves.</summary>
public sealed class AttachedServerTests(ReplayProcess server) : IClassFixture<ReplayProcess>, IDisposable
{
    private const int Timeout = 60_000;
    private const string Target = "local/tiny-pair/target";
    private const string Draft = "local/tiny-pair/draft";
    private readonly TemporaryFolder _folder = new();

    private string Results => Path.Combine(_folder.Root, "results");

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Timeout)]
    public async Task The_recorded_server_is_named_in_every_output_though_nobody_named_a_pair()
    {
        var run = await RunAsync(Options(AddServer()));
        Assert.Empty(run.Failures);
        Assert.Equal((true, Target, Draft, "0.5.17"), (run.Served!.IsAttached, run.Served.Target!.Name, run.Served.Draft!.Name, run.Served.Version));
        Assert.Contains(KeyValuePair.Create("attention_backend", "triton"), run.Served.Settings);
        Assert.Equal(Draft, (await ReadAsync("results.json"))["model"]!.ToString());
        var summary = await ReadAsync("summary.json");
        Assert.Equal((Target, Draft, Draft, "triton"), (summary["target"]!.ToString(), summary["draft"]!.ToString(), summary["served"]!["draft"]!["name"]!.ToString(), summary["served"]!["settings"]!["attention_backend"]!.ToString()));
        Assert.Contains($"# {Target} with {Draft}", await TextAsync("summary.md"), StringComparison.Ordinal);
        Assert.Contains($"Served: {Target} with the draft {Draft} (revision main), release 0.5.17, ", await TextAsync("summary.md"), StringComparison.Ordinal);
        Assert.Contains($"\"target\":\"{Target}\",\"draft\":\"{Draft}\"", await TextAsync("dashboard.html"), StringComparison.Ordinal);
        Assert.Equal(Target, (await ReadAsync("run.json"))["servers"]!["1,3,1,4"]!["target"]!.ToString());
    }

    [Theory(Timeout = Timeout)]
    [InlineData("gpt2")]
    [InlineData("s3://models/mine")]
    [InlineData("/models/of/another machine")]
    [InlineData("")]
    [InlineData("https://huggingface.co/a/b")]
    public async Task Whatever_a_server_calls_its_target_is_reported_and_wants_no_tokenizer_of_prompts_that_go_as_they_stand(string target)
    {
        var run = await RunAsync(Options(AddServer(("model_path", target))));
        Assert.Empty(run.Failures);
        Assert.Equal(target, run.Served!.Target!.Name);
        Assert.All(run.Records, record => Assert.Null(record.Error));
    }

    [Fact(Timeout = Timeout)]
    public async Task Prompts_that_need_the_template_of_a_target_that_is_not_here_are_refused_with_the_way_out()
    {
        var options = Options(AddServer(("model_path", "s3://models/mine")));
        options.Workloads = [new PromptWorkload("mine", ["Hello"])];
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
        Assert.Contains("s3://models/mine", error.Message, StringComparison.Ordinal);
        Assert.Contains("chat template can't be read", error.Message, StringComparison.Ordinal);
        Assert.Contains("BenchmarkPrompt.Raw", error.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("model_path", "other/target", "The server serves the target other/target, and the pair that is named has Qwen/Qwen3-30B-A3B-Instruct-2507.")]
    [InlineData("speculative_draft_model_path", "other/draft", "The server serves the draft other/draft, and the pair that is named has ")]
    public async Task A_pair_of_the_catalog_beside_a_server_of_another_is_refused(string field, string name, string message)
    {
        var pair = Catalog.Qwen3_30B;
        var options = Options(AddServer(("model_path", pair.Target.Repository), ("speculative_draft_model_path", pair.Draft!.Repository), (field, name)));
        options.Pair = pair;
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("Leave the pair out", error.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_pair_beside_a_server_of_a_folder_that_may_be_anything_is_marked_and_lends_its_name_to_nothing()
    {
        var pair = Catalog.Qwen3_30B;
        var options = Options(AddServer(("model_path", "/models/something"), ("speculative_draft_model_path", "/models/its draft")));
        options.Pair = pair;
        var run = await RunAsync(options);
        Assert.Contains(run.Notes, note => note.Contains($"serves the target /models/something, where the pair that is named has {pair.Target.Repository}", StringComparison.Ordinal));
        Assert.Equal("/models/its draft", (await ReadAsync("results.json"))["model"]!.ToString());
        Assert.Equal("/models/something", (await ReadAsync("summary.json"))["target"]!.ToString());
        Assert.DoesNotContain(run.Report.Findings, finding => finding.Kind == FindingKind.PublishedFigure);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Qwen/Qwen3-30B-A3B-Instruct-2507")]
    [InlineData("/data/models/Qwen/Qwen3-30B-A3B-Instruct-2507/")]
    [InlineData("/cache/hub/models--Qwen--Qwen3-30B-A3B-Instruct-2507/snapshots/0123456789012345678901234567890123456789")]
    public async Task The_same_target_by_another_path_is_the_same(string path)
    {
        var options = Options(AddServer(("model_path", path), ("speculative_draft_model_path", Catalog.Qwen3_30B.Draft!.Repository)));
        options.Pair = Catalog.Qwen3_30B;
        Assert.DoesNotContain((await RunAsync(options)).Notes, note => note.Contains("can't be told", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_was_started_anew_with_other_arguments_is_another()
    {
        var name = AddServer();
        var options = Options(name);
        await RunAsync(options);
        options.Workloads = [new PromptWorkload("mine", [Raw("mine/0"), Raw("mine/1")])];
        var lines = await File.ReadAllLinesAsync(Path.Combine(Results, "requests.jsonl"), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(Results, "requests.jsonl"), lines[..1], TestContext.Current.CancellationToken);
        SetInfo(name, ("revision", "v2"), ("quantization", "fp8"));
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
        Assert.Contains("target commit was unknown and is v2; quantization was unknown and is fp8", error.Message, StringComparison.Ordinal);
    }

    private static BenchmarkPrompt Raw(string id) => new() { Id = id, Raw = "Hello" };

    private static Task<BenchmarkRun> RunAsync(BenchmarkOptions options) => Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);

    private BenchmarkOptions Options(string name) => new()
    {
        Attach = server.Address(name), Configurations = ["1,3,1,4"], Workloads = [new PromptWorkload("mine", [Raw("mine/0"), Raw("mine/1")])], WarmUpRequests = 0, Folder = Results,
    };

    private string AddServer(params (string Field, string Value)[] changes)
    {
        var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), ("generate", "eagle3.generate_stream"));
        SetInfo(name, changes);
        return name;
    }

    private void SetInfo(string name, params (string Field, string Value)[] changes)
    {
        var recorded = File.ReadAllText(Path.Combine(ReplayProcess.Recordings, "http", "eagle3.get_server_info_after.response"));
        var info = JsonNode.Parse(recorded[recorded.IndexOf('{', StringComparison.Ordinal)..])!;
        foreach (var (field, value) in changes)
        {
            info[field] = value;
        }

        server.SetAnswer(name, "server_info", info.ToJsonString());
    }

    private Task<string> TextAsync(string file) => File.ReadAllTextAsync(Path.Combine(Results, file), TestContext.Current.CancellationToken);

    private async Task<JsonNode> ReadAsync(string file) => JsonNode.Parse(await TextAsync(file))!;
}
