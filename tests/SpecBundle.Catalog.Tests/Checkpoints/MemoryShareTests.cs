namespace SpeculativeDecoding.Tests;

/// <summary>A share of GPU memory that does not hold the weights leaves no KV cache: said by the plan.</summary>
public sealed class MemoryShareTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("0.00001")]
    [InlineData("0.000015")]
    public void A_share_that_no_GPU_could_serve_is_refused_though_the_GPUs_are_unknown(string share)
    {
        using var tiny = new TinyCopy();
        var problem = Planned.Problem(() => Planned.Plan(tiny.Pair, free: ["--mem-fraction-static", share]));

        Assert.StartsWith($"--mem-fraction-static {share} leaves no KV cache: it is 1", problem.Message, StringComparison.Ordinal);
        Assert.Contains("weights alone take 15 MB", problem.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0.3, 1, "25.7 GB of the GPU's 85.5 GB")]
    [InlineData(0.6, 1, "51.3 GB of the GPU's 85.5 GB")]
    [InlineData(0.3, 2, "25.7 GB of the GPU's 85.5 GB")]
    [InlineData(0.4, 2, null)]
    [InlineData(0.8, 1, null)]
    public void A_share_of_known_GPUs_is_held_against_the_weights_on_each(double share, int size, string? said)
    {
        var machine = new LaunchMachine { Gpus = Machines.Of(size, "NVIDIA H100 80GB HBM3", 81_559) };
        LaunchPlan Plan() => Planned.Plan(Catalog.Qwen3_30B, machine: machine, change: options => (options.MemoryFractionStatic, options.TensorParallelSize) = (share, size));

        if (said is null)
        {
            Assert.NotNull(Plan());
        }
        else
        {
            Assert.Contains(said, Planned.Problem(Plan).Message, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("--quantization", "fp8")]
    [InlineData("--cpu-offload-gb", "40")]
    public void Weights_that_shrink_or_lie_elsewhere_are_not_judged(string flag, string value)
    {
        var machine = new LaunchMachine { Gpus = Machines.OneH100 };

        Assert.NotNull(Planned.Plan(Catalog.Qwen3_30B, machine: machine, change: options => (options.MemoryFractionStatic, options.TensorParallelSize) = (0.5, 1), free: [flag, value]));
    }
}
