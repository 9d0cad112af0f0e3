using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Two runs side by side.</summary>
public sealed class ComparisonTests
{
    [Fact(Timeout = 60_000)]
    public void A_prompt_that_asks_something_else_under_the_same_id_is_left_out_and_counted()
    {
        var before = Run(12, tokens: 100, steps: 40);
        var after = Run(12, tokens: 100, steps: 25).Select((record, index) => index < 3 ? record with { PromptHash = "other" } : record);
        var cell = Assert.Single(BenchmarkComparison.Of(before, after).Cells);
        Assert.Equal((9, 3), (cell.Prompts, cell.OtherPrompts));
        Assert.Equal(1.6, cell.AcceptLengthRatio!.Value.Estimate, 9);
    }

    [Fact(Timeout = 60_000)]
    public void An_answer_that_was_cut_at_another_length_is_another_question()
    {
        var before = Run(12, tokens: 100, steps: 40).Select(record => record with { MaxNewTokens = 100, FinishReason = "length" });
        var after = Run(12, tokens: 100, steps: 40).Select((record, index) => record with { MaxNewTokens = 200, FinishReason = index < 3 ? "length" : "stop" });
        Assert.Equal((0, 12), Assert.Single(BenchmarkComparison.Of(before, after).Cells.Select(cell => (cell.Prompts, cell.OtherPrompts))));
        Assert.Equal((9, 3), Assert.Single(BenchmarkComparison.Of(before.Select(record => record with { FinishReason = "stop" }), after).Cells.Select(cell => (cell.Prompts, cell.OtherPrompts))));
    }

    [Fact(Timeout = 60_000)]
    public void Records_without_a_digest_are_paired_by_their_ids()
    {
        var cell = Assert.Single(BenchmarkComparison.Of(Run(4, 100, 40), Run(4, 100, 40).Select(record => record with { PromptHash = null })).Cells);
        Assert.Equal((4, 0), (cell.Prompts, cell.OtherPrompts));
    }

    [Fact(Timeout = 60_000)]
    public void What_the_runs_were_made_with_is_held_against_each_other()
    {
        var before = Description("0.5.17", seed: 1, "b719");
        Assert.Empty(RunDifferences.Of(before, Description("0.5.17", seed: 1, "b719")));
        Assert.Equal(
            ["The runs differ in their seed.", "The runs differ in their workloads (gsm8k: the prompts).", "1,3,1,4: the version was 0.5.17 and is 0.5.19."],
            RunDifferences.Of(before, Description("0.5.19", seed: 2, "ffff")));
    }

    [Fact(Timeout = 60_000)]
    public void A_gate_does_not_pass_where_a_configuration_has_lost_its_figure()
    {
        var before = BenchmarkReport.From([.. Run(4, 100, 40), .. Run(4, 100, 40).Select(record => record with { Configuration = "8,3,1,4" })]);
        var after = BenchmarkReport.From([.. Run(4, 100, 40), .. Run(4, 100, 40).Select(record => record with { Configuration = "8,3,1,4", Error = "gone" })]);
        var limit = MetricLimit.Parse("accept_length<2.4");
        Assert.Empty(limit.Broken(before, before: before));
        Assert.Equal(["accept_length<2.4: 8,3,1,4 mine has this figure no more."], limit.Broken(after, before: before));
    }

    [Fact(Timeout = 60_000)]
    public void Servers_of_two_configurations_may_differ_in_what_is_theirs_alone()
    {
        var plain = new JsonObject { ["version"] = "0.5.17", ["target"] = "t", ["draft"] = null, ["tensor_parallel_size"] = 1 };
        var drafted = new JsonObject { ["version"] = "0.5.17", ["target"] = "t", ["draft"] = "d", ["tensor_parallel_size"] = 2 };
        Assert.Empty(ServerDescription.Changes(plain, drafted, isSameConfiguration: false));
        Assert.Equal(["draft was unknown and is d", "tensor parallel size was 1 and is 2"], ServerDescription.Changes(plain, drafted));
        drafted["version"] = "0.5.19";
        Assert.Equal(["version was 0.5.17 and is 0.5.19"], ServerDescription.Changes(plain, drafted, isSameConfiguration: false));
    }

    private static JsonObject Description(string version, int seed, string hash) => new()
    {
        ["settings"] = new JsonObject { ["seed"] = seed, ["workloads"] = new JsonObject { ["gsm8k"] = new JsonObject { ["sha256"] = hash } } },
        ["servers"] = new JsonObject { ["1,3,1,4"] = new JsonObject { ["version"] = version } },
    };

    private static IEnumerable<RequestRecord> Run(int prompts, int tokens, int steps) => Enumerable.Range(0, prompts).Select(prompt => new RequestRecord
    {
        Configuration = "1,3,1,4", Workload = "mine", PromptId = $"mine/{prompt}", PromptHash = $"{prompt}", SentSeconds = prompt, FinishedSeconds = prompt + 1, CompletionTokens = tokens, VerifySteps = steps,
    });
}
