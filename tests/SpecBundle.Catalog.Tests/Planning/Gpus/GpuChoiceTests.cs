using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Which GPUs a plan takes, and what it says of it.</summary>
public sealed class GpuChoiceTests
{
    private const string Cuda = "CUDA_VISIBLE_DEVICES";

    [Theory(Timeout = 30_000)]
    [InlineData("81000", "0")]
    [InlineData("81000 81000", "0")]
    [InlineData("2000 81000", "1")]
    [InlineData("60000 81000 81000", "1")]
    [InlineData("80900 81000", "0")]
    public void One_GPU_is_the_first_of_those_with_the_most_free_memory(string free, string chosen)
    {
        var plan = On(Machines.WithFree([.. free.Split(' ').Select(long.Parse)]));

        Assert.Equal(chosen, Chosen(plan));
        Assert.Equal(Machines.Uuid(chosen[0] - '0'), Variable(plan, Cuda));
        Assert.Null(Variable(plan, "CUDA_DEVICE_ORDER"));
    }

    [Fact(Timeout = 30_000)]
    public void A_GPU_that_a_server_holds_is_passed_over_and_the_plan_says_who()
    {
        var plan = On([Held(0), .. Machines.WithFree(81_000, 81_000).Skip(1)]);

        Assert.Equal("1", Chosen(plan));
        var variable = Assert.Single(plan.Environment, variable => variable.Name == Cuda);
        Assert.Equal(ArgumentSource.Launcher, variable.Source);
        Assert.Contains("GPU 1 (NVIDIA H100 80GB HBM3, 84.9 GB free)", variable.Reason, StringComparison.Ordinal);
        Assert.Contains("GPU 0 is held by qwen3-30b (process 4711, since 2026-11-28 22:00:00Z)", variable.Reason, StringComparison.Ordinal);
        Assert.Contains("on SGLang 0.5.17, GPU 1, ", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Where_all_are_held_or_in_use_the_error_says_by_whom_for_each_and_how_to_wait()
    {
        var refusal = Assert.Throws<GpuUnavailableException>(() => On([Held(0), Machines.WithFree(0, 2_000)[1]]));

        Assert.Equal([0, 1], refusal.Gpus.Select(gpu => gpu.Index));
        Assert.Equal(("qwen3-30b", 4711), (refusal.Gpus[0].Holders[0].Pair, refusal.Gpus[0].Holders[0].ProcessId));
        Assert.Contains("GPU 0 is held by qwen3-30b (process 4711, since 2026-11-28 22:00:00Z); GPU 1 has 2.1 GB of 85.5 GB free", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("LaunchOptions.WaitForGpu", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void What_would_not_fit_empty_GPUs_either_is_no_matter_of_waiting()
    {
        var refusal = Assert.Throws<LaunchPlanException>(() => On([Held(0)], Catalog.Llama3_3_70B));

        Assert.Contains("does not fit 1 x NVIDIA H100 80GB HBM3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_size_of_the_users_own_takes_no_GPU_that_is_held()
    {
        Assert.Equal("1", Chosen(On([Held(0), Machines.WithFree(0, 81_000)[1]], change: options => options.TensorParallelSize = 1)));
        Assert.Throws<GpuUnavailableException>(() => On([Held(0), Machines.WithFree(0, 81_000)[1]], change: options => options.TensorParallelSize = 2));
    }

    [Fact(Timeout = 30_000)]
    public void GPUs_that_the_user_names_or_counts_need_room_as_well()
    {
        var gpus = Machines.WithFree(2_000, 81_000, 60_000);

        Assert.Contains("it needs a GPU with 78.7 GB free; GPU 0 has 2.1 GB of 85.5 GB free", Assert.Throws<GpuUnavailableException>(() => On(gpus, change: options => options.Gpus = [0])).Message, StringComparison.Ordinal);
        Assert.Throws<GpuUnavailableException>(() => On(Machines.WithFree(2_000, 2_000), change: options => options.TensorParallelSize = 1));
        Assert.Contains("about as much on each", Assert.Throws<GpuUnavailableException>(() => On(gpus, change: options => options.Gpus = [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("share of at least 0.4", Planned.Problem(() => On(Machines.WithFree(81_079), Catalog.Llama3_1_8B, options => (options.Gpus, options.GpuShare) = ([0], 0.2))).Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Parts_of_divided_GPUs_serve_one_at_a_time()
    {
        Gpu[] parts = [.. Machines.WithFree(81_000, 81_000).Select(gpu => gpu with { Uuid = $"MIG-aaaa{gpu.Index}", WholeUuid = "GPU-0", Index = 0 })];

        Assert.Contains("parts of divided ones (MIG)", Planned.Problem(() => On(parts, change: options => options.TensorParallelSize = 2)).Message, StringComparison.Ordinal);
        Assert.Contains("parts of divided ones (MIG)", Planned.Problem(() => On([parts[0], Machines.WithFree(0, 81_000)[1]], change: options => options.Gpus = [0, 1])).Message, StringComparison.Ordinal);
        Assert.Equal("MIG-aaaa0", Variable(On(parts), Cuda));
        Assert.Null(new GpuId("MIG-").Find(parts));
        Assert.Equal(parts[1], new GpuId("MIG-aaaa1").Find(parts));
        Assert.Equal(parts[0], new GpuId("GPU-0").Find(parts));
    }

    [Fact(Timeout = 30_000)]
    public void A_GPU_that_does_not_say_its_memory_is_taken_without_a_sum()
    {
        var plan = On([new Gpu { Index = 0, Uuid = "GPU-0", Name = "NVIDIA GB10", MemoryBytes = 0 }]);

        Assert.Equal("0", Chosen(plan));
        Assert.Null(plan.Sizing);
        Assert.Contains("memory unknown", plan.Environment.Single(variable => variable.Name == Cuda).Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Where_the_GPUs_are_not_known_though_a_tool_is_there_the_plan_says_so()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, "0.5.17", new LaunchMachine { GpuProblem = "nvidia-smi failed with exit code 9" });

        Assert.Contains(plan.Notes, note => note.Contains("nvidia-smi failed with exit code 9", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void Several_GPUs_are_equal_ones_that_NVLink_joins()
    {
        Gpu[] gpus = [.. Machines.WithFree(81_000, 81_000, 81_000, 81_000).Select(gpu => gpu with { NvLinks = gpu.Index switch { 1 => [3], 3 => [1], _ => [] } })];
        var larger = new Gpu { Index = 4, Uuid = "GPU-4", Name = "NVIDIA H200", MemoryBytes = 143_771L << 20, FreeMemoryBytes = 143_000L << 20 };

        Assert.Equal("1 3", Chosen(On(gpus, change: options => options.TensorParallelSize = 2)));
        Assert.Equal("0 1", Chosen(On(Machines.WithFree(81_000, 81_000, 81_000), change: options => options.TensorParallelSize = 2)));
        Assert.Equal("0 1", Chosen(On([.. Machines.WithFree(81_000, 81_000), larger with { Index = 2 }], change: options => options.TensorParallelSize = 2)));
        Assert.Equal("0 2", Chosen(On(Machines.WithFree(81_000, 60_000, 81_000), change: options => options.TensorParallelSize = 2)));
        Assert.Contains("NVLink joins", On(gpus, change: options => options.TensorParallelSize = 2).Environment.Single(variable => variable.Name == Cuda).Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void GPUs_whose_free_memory_differs_by_more_than_SGLang_lets_pass_are_not_taken_together()
    {
        // 70 GB of weights fit two of these, but SGLang refuses GPUs that differ by more than a tenth.
        var refusal = Assert.Throws<GpuUnavailableException>(() => On(Machines.WithFree(81_000, 60_000), Catalog.Qwen3_Next_80B));

        Assert.Contains("2 GPUs with", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<GpuUnavailableException>(() => On(Machines.WithFree(81_000, 71_000), Catalog.Qwen3_Next_80B));
        Assert.Equal("0 1", Chosen(On(Machines.WithFree(81_000, 75_000), Catalog.Qwen3_Next_80B)));
    }

    [Fact(Timeout = 30_000)]
    public void Of_GPUs_that_go_together_those_are_taken_whose_fullest_has_the_most_room() =>
        Assert.Equal("1 2", Chosen(On(Machines.WithFree(74_000, 81_000, 79_000, 79_000), change: options => options.TensorParallelSize = 2)));

    [Fact(Timeout = 30_000)]
    public void Several_GPUs_are_told_by_number_unless_nothing_in_SGLang_reads_numbers()
    {
        void Two(PlanOptions options) => options.Gpus = [2, 3];
        var numbers = On(Machines.WithFree(81_000, 81_000, 81_000, 81_000), change: Two);
        var identifiers = Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { Gpus = Machines.WithFree(81_000, 81_000, 81_000, 81_000) }, change: Two, free: "--disable-custom-all-reduce");

        Assert.Equal(("2,3", "PCI_BUS_ID"), (Variable(numbers, Cuda), Variable(numbers, "CUDA_DEVICE_ORDER")));
        Assert.Equal(($"{Machines.Uuid(2)},{Machines.Uuid(3)}", null), (Variable(identifiers, Cuda), Variable(identifiers, "CUDA_DEVICE_ORDER")));
    }

    [Fact(Timeout = 30_000)]
    public void Named_GPUs_are_all_used_in_one_server()
    {
        var plan = On(Machines.WithFree(81_000, 81_000, 81_000, 81_000), change: options => options.Gpus = [3, Machines.Uuid(1)]);

        Assert.Equal(("1 3", 2), (Chosen(plan), plan.TensorParallelSize));
        Assert.Equal(ArgumentSource.User, plan.Environment.Single(variable => variable.Name == Cuda).Source);
        Assert.Equal("3", Chosen(On(Machines.WithFree(81_000, 81_000, 81_000, 81_000), change: options => (options.Gpus, options.TensorParallelSize) = ([3], 1))));
    }

    [Fact(Timeout = 30_000)]
    public void A_named_GPU_that_is_not_there_is_told_with_those_that_are()
    {
        var problem = Planned.Problem(() => On(Machines.WithFree(81_000, 81_000), change: options =>
        {
            options.Gpus = [1];
            options.Environment[Cuda] = "0";
        }));

        Assert.Contains("There is no GPU 1 for a server here", problem.Message, StringComparison.Ordinal);
        Assert.Contains("GPU 0: NVIDIA H100 80GB HBM3, 85.5 GB (84.9 GB free) (within CUDA_VISIBLE_DEVICES=0)", problem.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("GPUs[1]", 1, 1)]
    [InlineData("GPUs[0]", -1)]
    public void Names_that_can_not_be_meant_are_refused(string property, params int[] gpus)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Gpus = [.. gpus] }));

        Assert.Equal($"PlanOptions.{property}", refusal.Property, ignoreCase: true);
        Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Gpus = [] }));
        Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Gpus = ["first"] }));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1", "1")]
    [InlineData("GPU-11111111", "1")]
    [InlineData("1,0", "0")]
    public void The_callers_variable_is_a_frame_in_which_the_plan_chooses(string frame, string chosen)
    {
        var plan = On(Machines.WithFree(81_000, 81_000), change: options => options.Environment[Cuda] = frame);

        Assert.Equal(chosen, Chosen(plan));
        Assert.Equal(Machines.Uuid(chosen[0] - '0'), Variable(plan, Cuda));
        Assert.Contains($"within {Cuda}={frame}", plan.Environment.Single(variable => variable.Name == Cuda).Reason, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("NoDevFiles")]
    [InlineData("0,0")]
    public void A_frame_that_leaves_no_GPU_is_named_in_the_error(string frame)
    {
        var problem = Planned.Problem(() => On(Machines.WithFree(81_000, 81_000), change: options => options.Environment[Cuda] = frame));

        Assert.StartsWith($"{Cuda}={frame} (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("leaves no GPU", problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Without_a_look_at_the_machine_named_GPUs_and_variables_are_handed_on()
    {
        Assert.Equal("2,3", Variable(Planned.Plan(Catalog.Qwen3_30B, change: options => options.Gpus = [2, 3]), Cuda));
        Assert.Equal("5", Variable(Planned.Plan(Catalog.Qwen3_30B, change: options => options.Environment[Cuda] = "5"), Cuda));
        Assert.Null(Variable(Planned.Plan(Catalog.Qwen3_30B), Cuda));
    }

    [Fact(Timeout = 30_000)]
    public void Arguments_that_count_GPUs_are_counted_as_SGLang_does()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { Gpus = Machines.WithFree(81_000, 81_000, 81_000, 81_000) }, free: ["--tp", "2", "--base-gpu-id", "1", "--gpu-id-step", "2"]);

        Assert.Equal("1 3", Chosen(plan));
        Assert.Equal("0,1,2,3", Variable(plan, Cuda));
    }

    [Fact(Timeout = 30_000)]
    public void Other_parallelism_takes_as_many_GPUs_as_it_makes_ranks_on_this_machine()
    {
        LaunchPlan Plan(params string[] free) => Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { Gpus = Machines.WithFree(81_000, 81_000, 81_000, 81_000) }, free: free);

        Assert.Equal("0 1 2 3", Chosen(Plan("--tp", "2", "--pp-size", "2")));
        Assert.Equal("0 1", Chosen(Plan("--tp", "1", "--dp-size", "2")));
        Assert.Equal("0 1", Chosen(Plan("--tp", "2", "--dp-size", "2", "--enable-dp-attention")));
        Assert.Equal("0 1", Chosen(Plan("--tp", "4", "--nnodes", "2", "--node-rank", "0", "--dist-init-addr", "10.0.0.1:20000")));
    }

    [Fact(Timeout = 30_000)]
    public void AMD_GPUs_are_told_to_HIP_by_number()
    {
        Gpu[] gpus = [.. new[] { 1L, 190 }.Select((free, index) => new Gpu { Index = index, Vendor = GpuVendor.Amd, Name = "AMD Instinct MI300X", MemoryBytes = 192L << 30, FreeMemoryBytes = free << 30 })];
        var plan = On(gpus);
        var narrowed = On([.. gpus, gpus[1] with { Index = 2 }], change: options => options.Environment["ROCR_VISIBLE_DEVICES"] = "0,2");

        Assert.Equal(("1", null), (Variable(plan, "HIP_VISIBLE_DEVICES"), Variable(plan, Cuda)));
        Assert.Equal(("1", "0,2"), (Variable(narrowed, "HIP_VISIBLE_DEVICES"), Variable(narrowed, "ROCR_VISIBLE_DEVICES")));
        Assert.Equal("2", Chosen(narrowed));
    }

    [Fact(Timeout = 30_000)]
    public void A_share_divides_the_memory_by_SGLangs_own_rule()
    {
        void Half(PlanOptions options) => options.GpuShare = 0.5;
        var first = On(Machines.WithFree(81_079), Catalog.Llama3_1_8B, Half);
        var second = On([Machines.WithFree(81_079)[0] with { Holders = [new GpuHolder { Share = 0.5 }] }], Catalog.Llama3_1_8B, Half);

        // 42.8 GB less the reserve of 14.1 GB, of the 85.0 GB that the first finds free, and of the 42.8 GB that the second does.
        Assert.Equal("0.337", first.ValueOf("--mem-fraction-static"));
        Assert.Equal("0.67", second.ValueOf("--mem-fraction-static"));
        Assert.Equal((81_559L << 20) / 2, first.Sizing!.GpuMemoryBytes);
        Assert.True(second.Sizing!.Fits);
    }

    [Fact(Timeout = 30_000)]
    public void A_GPU_is_shared_only_by_those_who_share_and_only_to_the_full()
    {
        Gpu Shared(double share) => Machines.WithFree(81_079)[0] with { Holders = [new GpuHolder { Share = share }] };

        Assert.Throws<GpuUnavailableException>(() => On([Held(0)], Catalog.Llama3_1_8B, options => options.GpuShare = 0.5));
        Assert.Throws<GpuUnavailableException>(() => On([Shared(0.6)], Catalog.Llama3_1_8B, options => options.GpuShare = 0.5));
        Assert.Throws<GpuUnavailableException>(() => On([Shared(0.5)], Catalog.Llama3_1_8B));
        Assert.Contains("does not fit", Planned.Problem(() => On(Machines.WithFree(81_079), Catalog.Llama3_1_8B, options => options.GpuShare = 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("two different things", Planned.Problem(() => On(Machines.WithFree(81_079), Catalog.Llama3_1_8B, options => (options.GpuShare, options.MemoryFractionStatic) = (0.5, 0.8))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_forms_of_a_plan_have_its_GPUs()
    {
        var plan = On(Machines.WithFree(2_000, 81_000));
        using var json = JsonDocument.Parse(plan.ToJson());
        var gpu = json.RootElement.GetProperty("gpus").GetProperty("chosen")[0];

        Assert.Equal((1, Machines.Uuid(1)), (gpu.GetProperty("index").GetInt32(), gpu.GetProperty("uuid").GetString()));
        Assert.Contains($"--gpus '\"device={Machines.Uuid(1)}\"'", plan.ToDocker(), StringComparison.Ordinal);
        Assert.DoesNotContain(Cuda, plan.ToDocker(), StringComparison.Ordinal);
        Assert.Contains($" {Cuda}={Machines.Uuid(1)} ", plan.ToShell(), StringComparison.Ordinal);
        Assert.DoesNotContain(Cuda, plan.Documented().ToShell(), StringComparison.Ordinal);
        Assert.Contains("gpus all", Planned.Plan(Catalog.Qwen3_30B).ToDocker(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"gpus\"", Planned.Plan(Catalog.Qwen3_30B).ToJson(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_uses_no_GPU()
    {
        Assert.Contains("uses no GPU", Planned.Problem(() => Planned.Plan(Catalog.Tiny, machine: new LaunchMachine { EmbeddedFolder = "/app", Dotnet = "dotnet" }, change: options => options.Gpus = [0])).Message, StringComparison.Ordinal);
    }

    private static Gpu Held(int index) => Machines.WithFree([.. Enumerable.Repeat(81_000L, index + 1)])[index] with
    {
        Holders = [new GpuHolder { Pair = "qwen3-30b", ProcessId = 4711, Since = new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.Zero) }],
    };

    private static LaunchPlan On(IReadOnlyList<Gpu> gpus, ModelPair? pair = null, Action<PlanOptions>? change = null) =>
        Planned.Plan(pair ?? Catalog.Qwen3_30B, machine: new LaunchMachine { Gpus = gpus }, change: change);

    private static string Chosen(LaunchPlan plan) => string.Join(' ', plan.Gpus.Select(gpu => gpu.Index));

    private static string? Variable(LaunchPlan plan, string name) => plan.Environment.SingleOrDefault(variable => variable.Name == name)?.Value;
}
