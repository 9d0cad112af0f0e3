namespace SpeculativeDecoding.Tests;

public sealed class DocumentedCommandTests
{
    [Fact(Timeout = 30_000)]
    public void The_documented_command_of_qwen3_30b_on_four_gpus_is_that_of_the_release()
    {
        var plan = LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { TensorParallelSize = 4 });

        Assert.Equal(
            """
            SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 python3 -m sglang.launch_server \
                --model Qwen/Qwen3-30B-A3B-Instruct-2507 \
                --speculative-algorithm EAGLE3 \
                --speculative-draft-model-path lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex \
                --speculative-num-steps 3 \
                --speculative-eagle-topk 1 \
                --speculative-num-draft-tokens 4 \
                --tp 4
            """.ReplaceLineEndings("\n"),
            plan.Documented().ToShell());
    }

    [Fact(Timeout = 30_000)]
    public void The_plan_that_is_started_writes_every_flag_in_full_and_adds_what_the_launcher_needs()
    {
        var plan = LaunchPlan.Create(
            Catalog.Qwen3_30B,
            new PlanOptions { TensorParallelSize = 4, Port = 31_000, SglangVersion = "0.5.17" },
            new LaunchMachine { SecretFile = "/run/key.yaml" });

        string[] expected =
        [
            "-m", "sglang.launch_server",
            "--model-path", "Qwen/Qwen3-30B-A3B-Instruct-2507",
            "--speculative-algorithm", "EAGLE3",
            "--speculative-draft-model-path", "lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex",
            "--speculative-num-steps", "3", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "4",
            "--tp-size", "4",
            "--max-running-requests", "48",
            "--incremental-streaming-output",
            "--host", "127.0.0.1", "--port", "31000",
            "--config", "/run/key.yaml",
        ];
        Assert.Equal(expected, plan.CommandLine());
        Assert.Equal("1", plan.EnvironmentValues()["PYTHONUNBUFFERED"]);
        Assert.All(plan.Arguments, argument => Assert.NotEmpty(argument.Reason));
        Assert.Equal(ArgumentSource.Launcher, plan.Arguments.Single(argument => argument.Value == "--config").Source);
    }

    [Fact(Timeout = 30_000)]
    public void The_documented_command_of_maverick_keeps_what_its_card_says_in_the_cards_spelling()
    {
        var plan = LaunchPlan.Create(Catalog.Llama4_Maverick, new PlanOptions { SglangVersion = "0.5.17", AllowRemoteCode = true });

        Assert.Contains("--cuda-graph-max-bs-decode", plan.CommandLine());
        var documented = plan.Documented().ToShell();
        Assert.Contains("--cuda-graph-max-bs 2", documented, StringComparison.Ordinal);
        Assert.EndsWith("--tp 8", documented, StringComparison.Ordinal);
        Assert.DoesNotContain("--max-running-requests", documented, StringComparison.Ordinal);
    }
}
