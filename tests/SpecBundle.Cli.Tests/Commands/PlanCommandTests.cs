using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class PlanCommandTests
{
    [Fact(Timeout = 60_000)]
    public async Task The_documented_command_is_the_one_of_the_release()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "qwen3-30b", "--tp", "4", "--documented");

        Assert.Equal(0, outcome.ExitCode);
        var words = outcome.Output.Replace("\\\n", " ", StringComparison.Ordinal).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 python3 -m sglang.launch_server --model Qwen/Qwen3-30B-A3B-Instruct-2507 " +
            "--speculative-algorithm EAGLE3 --speculative-draft-model-path lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex " +
            "--speculative-num-steps 3 --speculative-eagle-topk 1 --speculative-num-draft-tokens 4 --tp 4",
            string.Join(' ', words));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_plan_marks_what_the_launcher_adds_and_gives_every_argument_a_reason()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "qwen3-30b", "--tp", "4", "--sglang-version", "0.5.17");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(outcome.OutputLines, line => line.StartsWith("+   --max-running-requests 48 ", StringComparison.Ordinal));
        Assert.Contains(outcome.OutputLines, line => line.StartsWith("    --speculative-num-steps 3 ", StringComparison.Ordinal));
        Assert.Contains("--incremental-streaming-output", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_plan_as_json_has_program_arguments_with_reasons_and_environment()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "qwen3-30b", "--tp", "4", "--format", "json");

        using var plan = JsonDocument.Parse(outcome.Output);
        Assert.False(string.IsNullOrEmpty(plan.RootElement.GetProperty("program").GetString()));
        Assert.Equal(JsonValueKind.Object, plan.RootElement.GetProperty("environment").ValueKind);
        Assert.All(plan.RootElement.GetProperty("arguments").EnumerateArray(), argument =>
        {
            Assert.NotNull(argument.GetProperty("value").GetString());
            Assert.False(string.IsNullOrEmpty(argument.GetProperty("reason").GetString()));
            Assert.False(string.IsNullOrEmpty(argument.GetProperty("source").GetString()));
        });
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0.5.9", "--stream-output")]
    [InlineData("0.5.23", "--incremental-streaming-output")]
    public async Task A_plan_for_a_release_uses_the_name_that_it_knows(string version, string flag)
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "llama-3.1-8b", "--tp", "1", "--sglang-version", version);

        Assert.Contains(flag, outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plan_asks_the_Hub_where_it_is_told_to_and_nobody_else_where_not()
    {
        Assert.Equal(0, (await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "qwen3-30b", "--tp", "4")).ExitCode);
        var checkedPlan = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "qwen3-30b", "--tp", "4", "--check");
        Assert.Equal(1, checkedPlan.ExitCode);
        Assert.Contains("127.0.0.1:9 could not be asked", checkedPlan.Error, StringComparison.Ordinal);
        var bundled = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "plan", "tiny", "--check");
        Assert.Equal(0, bundled.ExitCode);
        Assert.Contains("there is nothing to pull", bundled.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_removed_flag_is_refused_with_its_successor_before_anything_starts()
    {
        var outcome = await CommandProcess.RunAsync(
            TestContext.Current.CancellationToken, "plan", "llama-3.1-8b", "--tp", "1", "--sglang-version", "0.5.23", "--", "--cuda-graph-max-bs", "8");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--cuda-graph-max-bs-decode", outcome.Error, StringComparison.Ordinal);
    }
}
