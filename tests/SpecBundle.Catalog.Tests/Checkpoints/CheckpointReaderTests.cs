namespace SpeculativeDecoding.Tests;

/// <summary>One start plans often while it waits, and looks at files of gigabytes once.</summary>
public sealed class CheckpointReaderTests
{
    [Fact(Timeout = 30_000)]
    public void A_start_that_plans_again_does_not_look_at_the_files_again_and_the_next_start_does()
    {
        using var tiny = new TinyCopy();
        var (options, machine) = (new PlanOptions { Engine = LaunchEngine.Sglang, TensorParallelSize = 1, SglangVersion = "0.5.17" }, new LaunchMachine());
        var reader = new CheckpointReader();
        Planner.Plan(tiny.Pair, options, machine, reader);

        tiny.Truncate("draft", 100_000);

        Planner.Plan(tiny.Pair, options, machine, reader);
        Assert.Throws<LaunchPlanException>(() => Planner.Plan(tiny.Pair, options, machine, new CheckpointReader()));
    }
}
