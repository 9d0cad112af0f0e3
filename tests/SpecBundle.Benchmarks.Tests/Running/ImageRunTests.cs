using System.Text.Json;
using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Benchmarks that show images, to a server that tells what it was sent.</summary>
public sealed class ImageRunTests(ReplayProcess server) : IClassFixture<ReplayProcess>, IDisposable
{
    private const int Timeout = 60_000;
    private const string Sees = "{% for m in messages %}<{{ m.role }}>{% if m.content is string %}{{ m.content }}{% else %}{% for part in m.content %}{{ '<|image|>' if part.type == 'image' else part.text }}{% endfor %}{% endif %}{% endfor %}<assistant>";
    private const string Reads = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Timeout)]
    public async Task The_images_of_mmstar_arrive_byte_for_byte_with_the_targets_placeholder()
    {
        var (name, options) = await OptionsAsync(Sees, WorkloadSelection.Parse("mmstar"));
        options.Data = Fixtures.RowsOf("mmstar");
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(run.Failures);
        Assert.All(run.Records, record => Assert.Null(record.Error));
        var sent = await SentToAsync(name, 2);
        Assert.Equal(["<user><|image|>How many dots?<assistant>", "<user><|image|>What is shown?<assistant>"], sent.Select(body => body["text"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        var image = (await Fixtures.PromptsOfAsync("mmstar"))[0].Images![0];
        Assert.All(sent, body => Assert.Equal("data:image/png;base64," + Convert.ToBase64String(image), Assert.Single(body["image_data"]!.AsArray())!.GetValue<string>()));
        Assert.All(sent, body => Assert.Null(body["input_ids"]));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_images_stay_with_the_first_message_through_all_turns()
    {
        var prompt = new BenchmarkPrompt { Id = "talk/1", System = "Look.", Turns = ["What is it?", "Which colour?"], Images = [[1, 2], [3]] };
        var (name, options) = await OptionsAsync(Sees, new PromptWorkload("talk", [prompt]));
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);

        var sent = await SentToAsync(name, 2);
        Assert.Equal(["<system>Look.<user><|image|><|image|>What is it?<assistant>", $"<system>Look.<user><|image|><|image|>What is it?<assistant>{run.Records[0].Output}<user>Which colour?<assistant>"], sent.Select(body => body["text"]!.GetValue<string>()));
        Assert.All(sent, body => Assert.Equal(2, body["image_data"]!.AsArray().Count));
    }

    [Fact(Timeout = Timeout)]
    public async Task Text_that_goes_as_it_stands_brings_its_images_along_and_a_prompt_without_any_sends_none()
    {
        var (name, options) = await OptionsAsync(Sees, new PromptWorkload("mixed", [new BenchmarkPrompt { Id = "mixed/1", Raw = "<|image|>This is", Images = [[7]] }, new BenchmarkPrompt { Id = "mixed/2", Turns = ["Hello"] }]));
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);

        var sent = (await SentToAsync(name, 2)).ToDictionary(body => body["text"]!.GetValue<string>(), body => body["image_data"]?.AsArray().Count);
        Assert.Equal(1, sent["<|image|>This is"]);
        Assert.Null(sent["<user>Hello<assistant>"]);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_same_question_of_another_image_is_another_run()
    {
        static PromptWorkload Asking(byte[] image) => new("mine", [new BenchmarkPrompt { Id = "mine/1", Turns = ["What is it?"], Images = [image] }]);
        var (name, options) = await OptionsAsync(Sees, Asking([1]));
        options.Folder = Path.Combine(_folder.Root, "results");
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Single(await SentToAsync(name, 1));

        options.Workloads = [Asking([2])];
        await Assert.ThrowsAsync<BenchmarkException>(() => Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_target_that_reads_text_alone_is_refused_before_anything_is_sent()
    {
        var (name, options) = await OptionsAsync(Reads, WorkloadSelection.Parse("mmstar"));
        options.Data = Fixtures.RowsOf("mmstar");
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("mmstar shows images", error.Message, StringComparison.Ordinal);
        Assert.Contains("reads text alone", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Reports, report => PathOf(report).StartsWith($"/{name}/", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_embedded_engine_is_refused_before_anything_starts()
    {
        var options = new BenchmarkOptions { Pair = Catalog.Tiny, Workloads = [WorkloadSelection.Parse("mmstar:1")], Data = Fixtures.RowsOf("mmstar"), Folder = Path.Combine(_folder.Root, "results") };
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("embedded engine", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Folder));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_target_that_SGLang_starts_blind_needs_the_flag_that_lets_it_see()
    {
        var options = new BenchmarkOptions { Pair = Catalog.Llama4_Scout, Workloads = [WorkloadSelection.Parse("mmstar:1")], Data = Fixtures.RowsOf("mmstar") };
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("--enable-multimodal", error.Hint, StringComparison.Ordinal);
    }

    private static string PathOf(JsonElement report) => report.TryGetProperty("path", out var path) ? path.GetString()! : "";

    private async Task<(string Name, BenchmarkOptions Options)> OptionsAsync(string template, WorkloadSelection workload)
    {
        await _folder.WriteAsync("target/chat_template.jinja", template);
        var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), ("generate", "eagle3.generate_stream"));
        return (name, new BenchmarkOptions
        {
            Pair = new ModelPair(Path.Combine(_folder.Root, "target"), null),
            Attach = server.Address(name),
            Configurations = ["1,3,1,4"],
            Workloads = [workload],
            WarmUpRequests = 0,
        });
    }

    /// <summary>What the server got; its word comes by another way than its answers, and so may come later.</summary>
    private async Task<List<JsonNode>> SentToAsync(string name, int count)
    {
        IEnumerable<JsonElement> Sent() => server.Reports.Where(report => PathOf(report) == $"/{name}/generate");
        await server.WaitForAsync(_ => Sent().Count() >= count, TestContext.Current.CancellationToken);
        return [.. Sent().Select(report => JsonNode.Parse(report.GetProperty("body").GetString()!)!)];
    }
}
