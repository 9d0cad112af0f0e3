namespace SpeculativeDecoding.Tests;

public sealed class SizingTests
{
    [Fact(Timeout = 30_000)]
    public void Qwen3_30b_fits_one_H100_and_shows_the_sum()
    {
        var plan = On(Machines.OneH100, Catalog.Qwen3_30B);

        Assert.Equal(1, plan.TensorParallelSize);
        Assert.Equal(
            ["weights", "draft", "KV cache for 32,768 tokens", "draft's KV cache", "kept free"],
            plan.Sizing!.Terms.Select(term => term.Name));
        Assert.Equal([61_000_000_000, 366_000_000, 3_221_225_472, 67_108_864], plan.Sizing.Terms.Take(4).Select(term => term.Bytes));
        Assert.Equal(plan.Sizing.Terms.Sum(term => term.Bytes), plan.Sizing.NeededBytes);
        Assert.Equal("61.0 GB weights + 0.4 GB draft + 3.2 GB KV cache for 32,768 tokens + 67 MB draft's KV cache + 14.1 GB kept free = 78.7 GB of the 85.5 GB of 1 GPU", plan.Sizing.ToString());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("qwen3-30b", 8, 49_140, 2)]
    [InlineData("llama-3.3-70b", 8, 81_559, 4)]
    [InlineData("llama-3.3-70b", 8, 143_771, 2)]
    [InlineData("qwen3-235b", 8, 143_771, 4)]
    [InlineData("kimi-k2", 8, 143_771, 8)]
    [InlineData("gpt-oss-120b", 4, 49_140, 2)]
    [InlineData("qwen3-next-80b", 8, 81_559, 2)]
    public void The_smallest_size_that_fits_is_chosen(string id, int count, long mebibytes, int size)
    {
        var plan = On(Machines.Of(count, "GPU", mebibytes), Catalog.Find(id));

        Assert.Equal(size, plan.TensorParallelSize);
        Assert.True(plan.Sizing!.Fits);
        Assert.Equal(size.ToString(System.Globalization.CultureInfo.InvariantCulture), plan.ValueOf("--tp-size"));
    }

    [Fact(Timeout = 30_000)]
    public void When_nothing_fits_the_error_has_the_sum_and_what_would()
    {
        var problem = Planned.Problem(() => On(Machines.Of(2, "NVIDIA H100 80GB HBM3", 81_559), Catalog.Llama3_3_70B));

        Assert.Contains("does not fit 2 x NVIDIA H100 80GB HBM3: 70.6 GB weights", problem.Message, StringComparison.Ordinal);
        Assert.Contains("4 of 48 GB", problem.Remedy, StringComparison.Ordinal);
        Assert.Contains("2 of 96 GB", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_size_of_the_users_own_that_does_not_seem_to_fit_is_only_noted()
    {
        var plan = On(Machines.Of(2, "H100", 81_559), Catalog.Llama3_3_70B, options => options.TensorParallelSize = 2);
        Assert.False(plan.Sizing!.Fits);
        Assert.Contains(plan.Notes, note => note.StartsWith("It does not seem to fit", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void A_size_beyond_the_gpus_is_refused_unless_there_are_more_machines()
    {
        Assert.Contains("this machine has 1", Planned.Problem(() => On(Machines.OneH100, Catalog.Qwen3_30B, options => options.TensorParallelSize = 2)).Message, StringComparison.Ordinal);
        Assert.Equal(16, Planned.Plan(
            Catalog.Kimi_K2, machine: new LaunchMachine { Gpus = Machines.EightH200 },
            free: ["--trust-remote-code", "--tp", "16", "--nnodes", "2", "--node-rank", "0", "--dist-init-addr", "10.0.0.1:20000"]).TensorParallelSize);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("llama-4-scout", 16)]
    [InlineData("qwen3-30b", 3)]
    public void A_size_that_does_not_divide_the_heads_is_refused_with_those_that_do(string id, int size)
    {
        var problem = Planned.Problem(() => Planned.Plan(Catalog.Find(id), change: options => options.TensorParallelSize = size));
        Assert.Contains("1, 2, 4, 8", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_machine_without_a_gpu_is_told_the_ways_out()
    {
        var problem = Planned.Problem(() => On([], Catalog.Qwen3_30B));
        Assert.Contains("no GPU", problem.Message, StringComparison.Ordinal);
        Assert.Contains("tiny", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(4, On([], Catalog.Qwen3_30B, options => options.TensorParallelSize = 4).TensorParallelSize);
    }

    [Fact(Timeout = 30_000)]
    public void Where_nobody_looked_for_gpus_the_documented_size_is_taken_and_noted()
    {
        var plan = Planned.Plan(Catalog.Llama3_3_70B);
        Assert.Equal(4, plan.TensorParallelSize);
        Assert.Equal(ArgumentSource.Pair, plan.SourceOf("--tp-size"));
        Assert.Contains(plan.Notes, note => note.Contains("the GPUs are not known here", StringComparison.Ordinal));
        Assert.Null(plan.Sizing);
    }

    [Fact(Timeout = 30_000)]
    public void A_longer_context_needs_more_gpus()
    {
        var plan = On(Machines.Of(8, "H100", 81_559), Catalog.Qwen3_30B, options => options.ContextLength = 262_144);
        Assert.Equal(2, plan.TensorParallelSize);
        Assert.Contains("KV cache for 262,144 tokens", plan.Sizing!.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Memory_that_others_use_does_not_count()
    {
        var refusal = Assert.Throws<GpuUnavailableException>(() => On(Machines.WithFree(40_000, 40_000), Catalog.Qwen3_30B, options => options.TensorParallelSize = 1));
        Assert.Contains("it needs a GPU with 78.7 GB free; GPU 0 has 41.9 GB of 85.5 GB free", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_draft_of_unknown_size_is_said_to_be_missing_from_the_sum()
    {
        var plan = On(Machines.EightH200, Catalog.Kimi_K2);
        Assert.DoesNotContain(plan.Sizing!.Terms, term => term.Name == "draft");
        Assert.Contains(plan.Sizing.Unknown, unknown => plan.Notes.Contains(unknown));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(1000, true)]
    [InlineData(999, false)]
    public void What_fills_a_GPU_to_the_last_byte_fits(long memory, bool fits)
    {
        var sizing = new MemorySizing { TensorParallelSize = 1, GpuMemoryBytes = memory, Terms = [new MemoryTerm { Name = "weights", Bytes = 600, Origin = "" }, new MemoryTerm { Name = "kept free", Bytes = 400, Origin = "" }] };

        Assert.Equal(fits, sizing.Fits);
    }

    [Fact(Timeout = 30_000)]
    public void What_can_not_be_shared_out_evenly_is_rounded_up()
    {
        var target = Catalog.Qwen3_30B.Target with { WeightBytes = new Fact<long>(1_000_000_001, Certainty.Verified) };
        var sizing = new SizeEstimate(target, Draft: null, Tokens: 1024, MemoryFraction: null).For(2, Machines.OneH100[0]);

        Assert.Equal(500_000_001, sizing!.Terms[0].Bytes);
    }

    [Fact(Timeout = 30_000)]
    public void The_sum_is_that_of_the_fullest_GPU_because_all_get_the_same_share()
    {
        var plan = On(Machines.WithFree(81_000, 75_000), Catalog.Qwen3_30B, options => options.TensorParallelSize = 2);

        Assert.Equal((81_559L - 75_000) << 20, plan.Sizing!.Terms.Single(term => term.Name == "in use already").Bytes);
    }

    private static LaunchPlan On(IReadOnlyList<Gpu> gpus, ModelPair pair, Action<PlanOptions>? change = null) =>
        Planned.Plan(pair, machine: new LaunchMachine { Gpus = gpus }, change: options =>
        {
            options.AllowRemoteCode = true;
            change?.Invoke(options);
        });
}
