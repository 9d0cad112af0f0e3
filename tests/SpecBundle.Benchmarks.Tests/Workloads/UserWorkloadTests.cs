using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Prompts of one's own: in code, from a file, by length, as conversations and with arrival times.</summary>
public sealed class UserWorkloadTests
{
    private const int Limit = 30_000;

    [Fact(Timeout = Limit)]
    public async Task Texts_in_code_are_a_workload()
    {
        var workload = new PromptWorkload("mine", ["Hello", "Bye"]) { MaxNewTokens = 64, StopStrings = ["\n"] };
        var prompts = await LoadAsync(workload, 1);
        Assert.Equal(("mine/0", "Hello"), (prompts[0].Id, prompts[0].Turns[0]));
        Assert.Equal((1, 64, "\n"), (prompts.Count, workload.MaxNewTokens, workload.StopStrings[0]));
    }

    [Fact(Timeout = Limit)]
    public void A_workload_without_prompts_or_with_one_id_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PromptWorkload("mine", Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => new PromptWorkload("a:b", ["x"]));
        var error = Assert.Throws<ArgumentException>(() => new PromptWorkload("mine", [new BenchmarkPrompt { Id = "x" }, new BenchmarkPrompt { Id = "x" }]));
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Paris", "paris", true)]
    [InlineData(" Paris\n", "Paris", true)]
    [InlineData("It is Paris", "Paris", false)]
    [InlineData("So the total is \\boxed{\\frac{1}{2}}", "\\frac{1}{2}", true)]
    [InlineData("We get 3, then 4", "4.0", true)]
    [InlineData("", "4", false)]
    [InlineData("anything", null, null)]
    public async Task A_reference_is_compared_with_the_output_or_the_answer_in_it(string output, string? reference, bool? correct)
    {
        var prompt = new BenchmarkPrompt { Id = "mine/0", Turns = ["?"], Reference = reference };
        var score = await new PromptWorkload("mine", [prompt]).ScoreAsync(output, prompt, null, TestContext.Current.CancellationToken);
        Assert.Equal(correct, score.Correct);
    }

    [Fact(Timeout = Limit)]
    public async Task A_scorer_of_ones_own_decides()
    {
        var workload = new PromptWorkload("mine", ["?"]) { Scorer = (output, _) => AnswerScore.Of(output, output.Length == 2, "by length") };
        var score = await workload.ScoreAsync("ab", new() { Id = "x" }, null, TestContext.Current.CancellationToken);
        Assert.Equal(AnswerScore.Of("ab", true, "by length"), score);
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_has_prompts_turns_or_messages()
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("mine.jsonl", """
            {"prompt": "One", "category": "short", "reference": 7, "id": "first", "max_new_tokens": 12}
            {"turns": ["Two", "and three"], "system": "Be brief."}
            {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "A"}, {"role": "assistant", "content": "B"}, {"role": "user", "content": [{"type": "text", "text": "C"}]}, {"role": "assistant", "content": "D"}]}
            {"messages": [{"role": "user", "content": "E"}, {"role": "user", "content": "F"}]}
            """);
        var prompts = await PromptFile.ReadAsync(path, null, null, TestContext.Current.CancellationToken);
        Assert.Equal(["first", "mine/1", "mine/2", "mine/3"], prompts.Select(prompt => prompt.Id));
        Assert.Equal(("short", "7", 12), (prompts[0].Category, prompts[0].Reference, prompts[0].MaxNewTokens));
        Assert.Equal(["Two", "and three"], prompts[1].Turns);
        Assert.Equal("Be brief.", prompts[1].System);
        Assert.Equal([new BenchmarkMessage { Role = "user", Content = "A" }, new BenchmarkMessage { Role = "assistant", Content = "B" }], prompts[2].History);
        Assert.Equal(("S", "C"), (prompts[2].System, Assert.Single(prompts[2].Turns)));
        Assert.Equal(["E", "F"], prompts[3].Turns);

        var workload = new PromptWorkload("mine", prompts);
        Assert.Equal("first", Assert.Single(await workload.LoadAsync(new LocalRowSource("/"), null, ["short"], TestContext.Current.CancellationToken)).Id);
    }

    [Fact(Timeout = Limit)]
    public async Task A_row_may_have_images_as_files_beside_it_data_uris_or_base64()
    {
        using var folder = new TemporaryFolder();
        var image = TestImages.Png;
        Directory.CreateDirectory(Path.Combine(folder.Root, "shown"));
        await File.WriteAllBytesAsync(Path.Combine(folder.Root, "shown", "cat.png"), image, TestContext.Current.CancellationToken);
        var base64 = Convert.ToBase64String(image);
        var path = await folder.WriteAsync("mine.jsonl", $$"""
            {"prompt": "What is it?", "images": ["shown/cat.png", "data:image/png;base64,{{base64}}", "{{base64}}"]}
            {"prompt": "And here?", "images": []}
            """);
        var prompts = await PromptFile.ReadAsync(path, null, null, TestContext.Current.CancellationToken);
        Assert.Equal([image, image, image], prompts[0].Images!);
        Assert.Null(prompts[1].Images);

        var table = await folder.WriteAsync("mine.csv", "prompt,images\nWhat is it?,shown/cat.png\nAnd here?,\n");
        prompts = await PromptFile.ReadAsync(table, null, null, TestContext.Current.CancellationToken);
        Assert.Equal([image], prompts[0].Images!);
        Assert.Null(prompts[1].Images);
    }

    [Fact(Timeout = Limit)]
    public async Task An_image_inside_of_a_message_is_refused_and_not_lost()
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("mine.jsonl", """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}, {"type": "text", "text": "What is it?"}]}]}""");
        var error = await Assert.ThrowsAsync<DatasetException>(() => PromptFile.ReadAsync(path, null, null, TestContext.Current.CancellationToken));
        Assert.Contains("'images'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("cats")]
    [InlineData("cat.png")]
    [InlineData("https://example.org/cat.png")]
    [InlineData("data:image/png,cat")]
    public async Task An_image_that_is_not_there_is_named_with_its_row(string image)
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("mine.jsonl", $$"""{"prompt": "What is it?", "images": ["{{image}}"]}""");
        var error = await Assert.ThrowsAsync<DatasetException>(() => PromptFile.ReadAsync(path, null, null, TestContext.Current.CancellationToken));
        Assert.Contains("mine/0", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{image}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("{\"text\": \"x\"}")]
    [InlineData("{\"messages\": []}")]
    [InlineData("{\"messages\": [{\"role\": \"assistant\", \"content\": \"x\"}]}")]
    public async Task A_row_without_a_prompt_is_named(string row)
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("mine.jsonl", "{\"prompt\": \"x\"}\n" + row);
        var error = await Assert.ThrowsAsync<DatasetException>(() => PromptFile.ReadAsync(path, null, null, TestContext.Current.CancellationToken));
        Assert.Contains("mine/1", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void Synthetic_prompts_have_their_length_and_stay_the_same()
    {
        var prompts = SyntheticPrompts.Create("long", 3, 500, newTokens: 20, seed: 4);
        Assert.All(prompts, prompt => Assert.Equal((500, 20), (prompt.Turns[0].Split(' ').Length, prompt.MaxNewTokens)));
        Assert.Equal(3, prompts.Select(prompt => prompt.Turns[0]).Distinct().Count());
        Assert.Equal(prompts.Select(prompt => prompt.Turns[0]), SyntheticPrompts.Create("long", 3, 500, seed: 4).Select(prompt => prompt.Turns[0]));
        Assert.NotEqual(prompts[0].Turns[0], SyntheticPrompts.Create("long", 1, 500, seed: 5)[0].Turns[0]);
    }

    [Theory(Timeout = Limit)]
    [InlineData("trace.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.5,4,10\n2023-11-16 18:15:46.0,6,20\n2023-11-16 18:15:48.0,8,30\n", 0)]
    [InlineData("trace.jsonl", "{\"timestamp\":1500,\"input_length\":4,\"output_length\":10}\n{\"timestamp\":1000,\"input_length\":6,\"output_length\":20}\n{\"timestamp\":3000,\"input_length\":8,\"output_length\":30}", 1)]
    public async Task A_trace_says_when_requests_are_due_in_order(string name, string text, int milliseconds)
    {
        using var folder = new TemporaryFolder();
        var prompts = await ArrivalTrace.ReadAsync(await folder.WriteAsync(name, text),
            milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null, null, TestContext.Current.CancellationToken);
        Assert.Equal([0, 0.5, 2], prompts.Select(prompt => Math.Round(prompt.ArrivalSeconds!.Value, 4)));
        Assert.Equal([6, 4, 8], prompts.Select(prompt => prompt.Turns[0].Split(' ').Length));
        Assert.Equal([20, 10, 30], prompts.Select(prompt => prompt.MaxNewTokens!.Value));
        Assert.Equal("trace/1", prompts[0].Id);
    }

    [Theory(Timeout = Limit)]
    [InlineData("{\"prompt\":\"x\"}", "timestamp")]
    [InlineData("{\"prompt\":\"x\",\"timestamp\":\"noon\"}", "timestamp")]
    [InlineData("{\"timestamp\":1}", "neither a prompt")]
    public async Task A_trace_row_that_lacks_something_is_named(string row, string message)
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("trace.jsonl", row);
        var error = await Assert.ThrowsAsync<DatasetException>(() => ArrivalTrace.ReadAsync(path, null, null, TestContext.Current.CancellationToken));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("gsm8k", "gsm8k", null, null)]
    [InlineData("gsm8k:50", "gsm8k", 50, null)]
    [InlineData("CEVAL:200:law,logic", "ceval", 200, "law logic")]
    [InlineData("mmlu::anatomy", "mmlu", null, "anatomy")]
    public void The_option_says_name_number_and_subsets(string text, string name, int? count, string? subsets)
    {
        var selection = WorkloadSelection.Parse(text);
        Assert.Equal((name, count, subsets), (selection.Workload.Name, selection.Count, selection.Subsets is null ? null : string.Join(' ', selection.Subsets)));
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData(":5")]
    [InlineData("gsm8k:many")]
    [InlineData("gsm8k:0")]
    [InlineData("gsm8k:-3")]
    [InlineData("a:1:b:c")]
    public void Another_shape_is_refused_with_the_right_one(string text) =>
        Assert.Contains("name:num-prompts:subset", Assert.Throws<FormatException>(() => WorkloadSelection.Parse(text)).Message, StringComparison.Ordinal);

    [Fact(Timeout = Limit)]
    public void An_unknown_workload_is_answered_with_those_there_are() =>
        Assert.Contains("gsm8k, humaneval", Assert.Throws<ArgumentException>(() => BenchmarkSuite.Get("gsm9k")).Message, StringComparison.Ordinal);

    private static Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(Workload workload, int? count) =>
        workload.LoadAsync(new LocalRowSource("/"), count, null, TestContext.Current.CancellationToken);
}
