using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

public sealed class DiscoveryTests
{
    [Fact(Timeout = 30_000)]
    public async Task Without_SGLang_a_launch_fails_with_the_places_looked_at_and_the_ways_out()
    {
        var clock = Stopwatch.StartNew();
        var options = new LaunchOptions { Python = "/nonexistent/python3" };

        var missing = await Assert.ThrowsAsync<EngineNotFoundException>(() => SpecBundle.LaunchAsync(Catalog.Qwen3_30B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(LaunchEngine.Sglang, missing.Engine);
        Assert.Contains("/nonexistent/python3", missing.Message, StringComparison.Ordinal);
        Assert.Contains("pip install", missing.Hint, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_the_embedded_server_the_package_is_named()
    {
        var options = new LaunchOptions { EmbeddedFolder = "/nonexistent" };

        var missing = await Assert.ThrowsAsync<EngineNotFoundException>(() => SpecBundle.LaunchAsync(Catalog.Tiny, options, null, TestContext.Current.CancellationToken));

        Assert.Contains("SpecBundle.Embedded", missing.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_needs_nothing_of_what_it_names()
    {
        var plan = await SpecBundle.PlanAsync(Catalog.Qwen3_30B, new LaunchOptions { Python = "/nonexistent/python3", TensorParallelSize = 4 }, TestContext.Current.CancellationToken);

        Assert.Equal("python3", plan.Program);
        Assert.Equal(4, plan.TensorParallelSize);
    }

    [Fact(Timeout = 30_000)]
    public void NVIDIA_GPUs_are_read_with_memory_and_driver()
    {
        const string Csv = "0, GPU-aaaa, NVIDIA H100 80GB HBM3, 81559, 81000, 580.159.04\n1, GPU-bbbb, NVIDIA H100 80GB HBM3, 81559, 400, 580.159.04\n";

        var all = GpuInventory.ReadNvidia(Csv, visibleDevices: null);
        var second = GpuInventory.ReadNvidia(Csv, visibleDevices: "1");
        var byId = GpuInventory.ReadNvidia(Csv, visibleDevices: "GPU-bb,0");
        var none = GpuInventory.ReadNvidia(Csv, visibleDevices: "");

        Assert.Equal(2, all.Gpus.Count);
        Assert.Equal("580.159.04", all.DriverVersion);
        Assert.Equal(new Gpu { Name = "NVIDIA H100 80GB HBM3", MemoryBytes = 81559L << 20, FreeMemoryBytes = 81000L << 20 }, all.Gpus[0]);
        Assert.Equal([400L << 20], second.Gpus.Select(gpu => gpu.FreeMemoryBytes!.Value));
        Assert.Equal([400L << 20, 81000L << 20], byId.Gpus.Select(gpu => gpu.FreeMemoryBytes!.Value));
        Assert.Empty(none.Gpus);
    }

    [Fact(Timeout = 30_000)]
    public void AMD_GPUs_are_read_with_memory()
    {
        const string Json = """{"card0":{"VRAM Total Memory (B)":"206141652992","VRAM Total Used Memory (B)":"1000","Card Series":"AMD Instinct MI300X"},"system":{}}""";

        var inventory = GpuInventory.ReadRocm(Json);

        Assert.Equal(new Gpu { Name = "AMD Instinct MI300X", MemoryBytes = 206141652992, FreeMemoryBytes = 206141651992 }, Assert.Single(inventory.Gpus));
        Assert.Empty(GpuInventory.ReadRocm("not json").Gpus);
    }
}
