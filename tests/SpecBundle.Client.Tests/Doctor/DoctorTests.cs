namespace SpeculativeDecoding.Tests;

public sealed class DoctorTests
{
    private const long Gigabyte = 1_000_000_000;

    private static readonly DoctorFacts Good = new()
    {
        Machine = new LaunchMachine
        {
            Gpus = [new Gpu { Name = "NVIDIA H100 80GB HBM3", MemoryBytes = 85 * Gigabyte, FreeMemoryBytes = 84 * Gigabyte }],
            Python = "/opt/venv/bin/python",
            SglangVersion = "0.5.17",
            Dotnet = "dotnet",
            EmbeddedFolder = "/opt/embedded",
        },
        HubCache = new HubCache("/no/such/hub", 500 * Gigabyte),
        IsLinux = true,
        OperatingSystem = "Linux",
        Driver = "580.65.06",
        PythonVersion = "3.12.3",
        KernelPackage = "0.4.2",
        HasHubToken = true,
        SharedMemoryBytes = 32 * Gigabyte,
    };

    [Fact(Timeout = 60_000)]
    public void A_machine_that_has_everything_passes_every_check()
    {
        var report = Doctor.Examine(Good, Catalog.Qwen3_30B, null);

        Assert.All(report.Checks.Where(check => check.Name != "Context"), check => Assert.Equal(DoctorOutcome.Ok, check.Outcome));
        Assert.Contains("driver 580.65.06", Check(report, "GPUs").Detail, StringComparison.Ordinal);
        Assert.Contains("GB weights", Check(report, "Launch plan").Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Each_GPU_is_shown_with_its_free_memory_and_our_own_server_is_no_stranger()
    {
        var held = new Gpu { Index = 0, Name = "H200", MemoryBytes = 150 * Gigabyte, FreeMemoryBytes = 5 * Gigabyte, Holders = [new GpuHolder { Pair = "qwen3-30b", ProcessId = 4711 }] };
        var free = new Gpu { Index = 1, Name = "H200", MemoryBytes = 150 * Gigabyte, FreeMemoryBytes = 149 * Gigabyte };
        DoctorCheck Gpus(params Gpu[] gpus) => Check(Doctor.Examine(Good with { Machine = Good.Machine with { Gpus = gpus } }, null, null), "GPUs");

        var one = Gpus(held, free);
        Assert.Equal(DoctorOutcome.Ok, one.Outcome);
        Assert.StartsWith("0: H200, 150.0 GB, 5.0 GB free, held by qwen3-30b (process 4711); 1: H200, 150.0 GB, 149.0 GB free", one.Detail, StringComparison.Ordinal);
        Assert.Contains("Servers of ours hold all of them", Gpus(held).Remedy, StringComparison.Ordinal);
        Assert.Contains("no server of ours uses much of the memory of GPU 0", Gpus(held with { Holders = [] }, free).Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void A_variable_that_hides_every_GPU_is_named()
    {
        var check = Check(Doctor.Examine(Good with { Machine = Good.Machine with { Gpus = [], GpuFrame = "CUDA_VISIBLE_DEVICES= (it is empty)" } }, null, null), "GPUs");

        Assert.Equal((DoctorOutcome.Failed, "CUDA_VISIBLE_DEVICES= (it is empty) leaves none"), (check.Outcome, check.Detail));
    }

    [Fact(Timeout = 60_000)]
    public void A_bare_machine_is_told_what_it_lacks_and_how_to_get_it()
    {
        var report = Doctor.Examine(new DoctorFacts { Machine = new LaunchMachine(), HubCache = Good.HubCache with { FreeBytes = Gigabyte } }, null, null);

        Assert.All(["GPUs", "Python", "SGLang"], name => Assert.Equal(DoctorOutcome.Failed, Check(report, name).Outcome));
        Assert.All(["Kernel package", "Hub token", "Model cache", "Embedded server"], name => Assert.Equal(DoctorOutcome.Warning, Check(report, name).Outcome));
        Assert.All(report.Checks.Where(check => check.Outcome is DoctorOutcome.Failed or DoctorOutcome.Warning), check => Assert.NotEmpty(check.Remedy!));
    }

    [Fact(Timeout = 60_000)]
    public void The_embedded_pair_needs_neither_SGLang_nor_a_GPU()
    {
        var machine = new LaunchMachine { Dotnet = "dotnet", EmbeddedFolder = "/opt/embedded" };
        var report = Doctor.Examine(new DoctorFacts { Machine = machine, HubCache = Good.HubCache }, Catalog.Tiny, null);

        Assert.All(["GPUs", "Python", "SGLang", "Weights"], name => Assert.Equal(DoctorOutcome.Skipped, Check(report, name).Outcome));
        Assert.DoesNotContain(report.Checks, check => check.Outcome == DoctorOutcome.Failed);
    }

    [Fact(Timeout = 60_000)]
    public void Weights_that_the_disk_cannot_hold_fail()
    {
        var report = Doctor.Examine(Good with { HubCache = Good.HubCache with { FreeBytes = 30 * Gigabyte } }, Catalog.Qwen3_30B, null);

        Assert.Equal(DoctorOutcome.Failed, Check(report, "Weights").Outcome);
        Assert.Contains("30.0 GB free", Check(report, "Weights").Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Weights_that_cannot_be_served_fail_with_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-doctor-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "config.json"), "{}");
            File.WriteAllText(Path.Combine(folder.FullName, "model.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
            var report = Doctor.Examine(Good, new ModelPair(folder.FullName, null), null);

            Assert.Equal((DoctorOutcome.Failed, DoctorOutcome.Failed), (Check(report, "Weights").Outcome, Check(report, "Launch plan").Outcome));
            Assert.Contains("model.safetensors of the target", Check(report, "Weights").Detail, StringComparison.Ordinal);
            Assert.Contains("git lfs pull", Check(report, "Weights").Remedy, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public void A_refusal_of_the_Hub_is_said_in_its_own_words()
    {
        var refusal = HubFailure.Offline("org/draft", "org/draft at main");
        var report = Doctor.Examine(Good with { PullProblem = refusal }, Catalog.Qwen3_30B, null);

        Assert.Equal("not on this machine. HF_HUB_OFFLINE is set, and the cache lacks org/draft at main.", Check(report, "Weights").Detail);
    }

    [Fact(Timeout = 60_000)]
    public void The_problems_of_a_plan_are_a_failed_check()
    {
        var report = Doctor.Examine(Good, Catalog.Qwen3_Coder_480B, null);

        Assert.Equal(DoctorOutcome.Failed, Check(report, "Launch plan").Outcome);
        var problem = Assert.Single(Assert.Throws<LaunchPlanException>(() => LaunchPlan.Create(Catalog.Qwen3_Coder_480B, null, Good.Machine)).Problems);
        Assert.Equal((problem.Message, problem.Remedy), (Check(report, "Launch plan").Detail, Check(report, "Launch plan").Remedy));
    }

    [Fact(Timeout = 60_000)]
    public void A_token_is_seen_and_never_shown()
    {
        HubOptions Options(string? token) => new() { Environment = { ["HF_HOME"] = "/no/such", ["HF_HUB_CACHE"] = null, ["HUGGINGFACE_HUB_CACHE"] = null, ["HF_TOKEN_PATH"] = null, ["HUGGING_FACE_HUB_TOKEN"] = null, ["HF_TOKEN"] = token } };
        using var with = new HubClient(Options("hf_secret"));
        using var without = new HubClient(Options(null));

        Assert.Equal(Path.Combine("/no/such", "hub"), HubCache.Of(without).Folder);
        Assert.True(with.HasToken);
        Assert.False(without.HasToken);
        Assert.DoesNotContain(Doctor.Examine(Good, null, null).Checks, check => check.Detail.Contains("hf_", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task This_machine_can_be_examined_for_a_pair_and_without_one()
    {
        var machine = await SpecBundle.DiagnoseAsync(null, new LaunchOptions { Python = "/no/such/python" }, TestContext.Current.CancellationToken);
        var tiny = await SpecBundle.DiagnoseAsync(Catalog.Tiny, new LaunchOptions { EmbeddedFolder = "/no/such/folder" }, TestContext.Current.CancellationToken);

        Assert.NotEmpty(Check(machine, "Operating system").Detail);
        Assert.Contains("/no/such/python", Check(machine, "SGLang").Detail, StringComparison.Ordinal);
        Assert.Equal(DoctorOutcome.Skipped, Check(tiny, "SGLang").Outcome);
        Assert.Equal(DoctorOutcome.Failed, Check(tiny, "Embedded server").Outcome);
    }

    private static DoctorCheck Check(DoctorReport report, string name) => Assert.Single(report.Checks, check => check.Name == name);
}
