namespace SpeculativeDecoding.Tests;

public sealed class DiscoveryTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_tool_that_fails_is_quoted_and_is_not_a_machine_without_GPUs()
    {
        var failed = await ProbeProcess.RunAsync("/bin/sh", ["-c", "echo 'NVIDIA-SMI has failed' >&2; exit 9"], TestContext.Current.CancellationToken);

        Assert.Equal("nvidia-smi failed with exit code 9: NVIDIA-SMI has failed", GpuInventory.Silent("nvidia-smi", failed!).Problem);
        Assert.Null(await ProbeProcess.RunAsync("specbundle-no-such-tool", [], TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_SGLang_a_launch_fails_with_the_places_looked_at_and_the_ways_out()
    {
        var options = new LaunchOptions { Python = "/nonexistent/python3" };

        var missing = await Assert.ThrowsAsync<EngineNotFoundException>(() => SpecBundle.LaunchAsync(Catalog.Qwen3_30B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(LaunchEngine.Sglang, missing.Engine);
        Assert.Contains("/nonexistent/python3", missing.Message, StringComparison.Ordinal);
        Assert.Contains("pip install", missing.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_the_embedded_server_the_package_is_named()
    {
        var options = new LaunchOptions { EmbeddedFolder = "/nonexistent" };

        var missing = await Assert.ThrowsAsync<EngineNotFoundException>(() => SpecBundle.LaunchAsync(Catalog.Tiny, options, null, TestContext.Current.CancellationToken));

        Assert.Contains("SpecBundle.Embedded", missing.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plan_needs_nothing_of_what_it_names()
    {
        var plan = await SpecBundle.PlanAsync(Catalog.Qwen3_30B, new LaunchOptions { Python = "/nonexistent/python3", TensorParallelSize = 4 }, TestContext.Current.CancellationToken);

        Assert.Equal("python3", plan.Program);
        Assert.Equal(4, plan.TensorParallelSize);
    }
}
