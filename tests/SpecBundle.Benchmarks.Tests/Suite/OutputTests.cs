using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Answers are read and scored as the Python suite does, odd outputs included.</summary>
public sealed class OutputTests
{
    private const int Limit = 300_000;

    public static TheoryData<string> All => [.. BenchmarkSuite.All.Select(workload => workload.Name)];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(All))]
    public async Task At_least_thirty_outputs_give_the_answer_expected(string name)
    {
        var workload = BenchmarkSuite.Get(name);
        var outputs = await Fixtures.OutputsOfAsync(name);
        Assert.True(outputs.Count >= 30, $"{outputs.Count} outputs");
        Assert.Equal(outputs.Count, outputs.Select(one => one.Note).Distinct().Count());
        Assert.Empty(outputs.Select(one => (one.Note, Wanted: one.Answer, Got: workload.Extract(one.Output, PromptFor(one))))
            .Where(one => one.Wanted != one.Got).Select(one => $"{one.Note}: {one.Got ?? "(none)"}, not {one.Wanted ?? "(none)"}"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("aime")]
    [InlineData("ceval")]
    [InlineData("financeqa")]
    [InlineData("gpqa")]
    [InlineData("gsm8k")]
    [InlineData("math500")]
    [InlineData("mmlu")]
    [InlineData("mmstar")]
    [InlineData("mtbench")]
    [InlineData("simpleqa")]
    public async Task Each_output_is_scored_as_expected(string name)
    {
        var workload = BenchmarkSuite.Get(name);
        var wrong = new List<string>();
        foreach (var one in await Fixtures.OutputsOfAsync(name))
        {
            var score = await workload.ScoreAsync(one.Output, PromptFor(one), null, TestContext.Current.CancellationToken);
            if (score.Correct != one.Correct)
            {
                wrong.Add($"{one.Note}: {score}");
            }

            if (score.Correct is null)
            {
                Assert.NotNull(score.Note);
            }
        }

        Assert.Empty(wrong);
    }

    [LongForm]
    [Theory(Timeout = Limit)]
    [InlineData("humaneval")]
    [InlineData("mbpp")]
    [InlineData("livecodebench")]
    public async Task Each_program_is_run_and_scored_as_expected(string name)
    {
        var sandbox = await Sandboxes.AnyAsync();
        var workload = BenchmarkSuite.Get(name);
        var prompts = await Fixtures.PromptsOfAsync(name);
        var wrong = new List<string>();
        foreach (var one in (await Fixtures.OutputsOfAsync(name)).Where((_, index) => index % Soak.Draws(brief: 4, full: 1) == 0))
        {
            var score = await workload.ScoreAsync(one.Output, prompts[one.Row!.Value], sandbox, TestContext.Current.CancellationToken);
            if (score.Correct != one.Correct)
            {
                wrong.Add($"{one.Note}: {score}");
            }

            if (score.Correct == false)
            {
                Assert.NotNull(score.Note);
            }
        }

        Assert.Empty(wrong);
    }

    [Theory(Timeout = Limit)]
    [InlineData("humaneval")]
    [InlineData("mbpp")]
    [InlineData("livecodebench")]
    public async Task Programs_that_may_not_run_are_unscored_and_say_so(string name)
    {
        var prompts = await Fixtures.PromptsOfAsync(name);
        foreach (var one in await Fixtures.OutputsOfAsync(name))
        {
            var score = await BenchmarkSuite.Get(name).ScoreAsync(one.Output, prompts[one.Row!.Value], null, TestContext.Current.CancellationToken);
            Assert.Equal((one.Answer, null), (score.Answer, score.Correct));
            Assert.Contains("not allowed", score.Note, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_right_answer_that_the_suite_reads_as_wrong_is_noted()
    {
        var prompt = new BenchmarkPrompt { Id = "a", Reference = @"\frac{1}{2}" };
        var boxed = await BenchmarkSuite.Get("math500").ScoreAsync(@"\boxed{\frac{1}{2}}", prompt, null, TestContext.Current.CancellationToken);
        Assert.Equal((@"\frac{1", false), (boxed.Answer, boxed.Correct));
        Assert.Contains("which is right", boxed.Note, StringComparison.Ordinal);

        var bold = await BenchmarkSuite.Get("mmlu").ScoreAsync("**Answer: B**", prompt with { Reference = "B" }, null, TestContext.Current.CancellationToken);
        Assert.Equal(("B**", false), (bold.Answer, bold.Correct));
        Assert.Contains("which is right", bold.Note, StringComparison.Ordinal);
    }

    private static BenchmarkPrompt PromptFor(ExpectedScore one) => new() { Id = "own/0", Turns = ["?"], Reference = one.Reference };
}
