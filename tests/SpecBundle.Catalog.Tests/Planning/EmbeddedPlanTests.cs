namespace SpeculativeDecoding.Tests;

public sealed class EmbeddedPlanTests
{
    private static readonly LaunchMachine Machine = new() { EmbeddedFolder = "/app/specbundle-embedded", Dotnet = "/usr/bin/dotnet", SecretFile = "/run/key.yaml", Gpus = [] };

    [Fact(Timeout = 30_000)]
    public void Tiny_is_served_by_the_embedded_server_with_the_same_flags()
    {
        var plan = Planned.Plan(Catalog.Tiny, machine: Machine, change: options => options.Port = 31_000);

        Assert.Equal(LaunchEngine.Embedded, plan.Engine);
        Assert.Equal("/usr/bin/dotnet", plan.Program);
        string[] expected =
        [
            "/app/specbundle-embedded/SpecBundle.Embedded.dll",
            "--model-path", "/app/specbundle-embedded/models/tiny/target",
            "--speculative-algorithm", "EAGLE3",
            "--speculative-draft-model-path", "/app/specbundle-embedded/models/tiny/draft",
            "--speculative-num-steps", "3", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "4",
            "--max-running-requests", "48", "--incremental-streaming-output",
            "--host", "127.0.0.1", "--port", "31000", "--config", "/run/key.yaml",
        ];
        Assert.Equal(expected, plan.CommandLine());
        Assert.Empty(plan.Environment);
        Assert.Null(plan.SglangVersion);
    }

    [Fact(Timeout = 30_000)]
    public void A_flag_that_the_embedded_server_lacks_is_refused()
    {
        Assert.StartsWith("The embedded server does not have --attention-backend", Planned.Problem(() => Planned.Plan(Catalog.Tiny, machine: Machine, free: ["--attention-backend", "fa3"])).Message, StringComparison.Ordinal);
        Planned.Problem(() => Planned.Plan(Catalog.Tiny, machine: Machine, change: options => options.TensorParallelSize = 2));
        Planned.Problem(() => Planned.Plan(Catalog.Tiny, machine: Machine, change: options => options.MemoryFractionStatic = 0.5));
        Assert.Equal("2", Planned.Plan(Catalog.Tiny, machine: Machine, free: ["--threads", "2"]).ValueOf("--threads"));
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_takes_folders_and_no_names_on_the_hub()
    {
        var exception = Assert.Throws<LaunchPlanException>(() => Planned.Plan(Catalog.Llama3_1_8B, machine: Machine, change: options => options.Engine = LaunchEngine.Embedded));
        Assert.Equal(2, exception.Problems.Count);
        Assert.All(exception.Problems, problem => Assert.Contains("name on the Hub", problem.Message, StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void Tiny_on_SGLang_takes_the_bundled_folders()
    {
        var plan = Planned.Plan(Catalog.Tiny, machine: Machine with { Gpus = Machines.OneH100 }, change: options => options.Engine = LaunchEngine.Sglang);
        Assert.Equal("python3", plan.Program);
        Assert.Equal("/app/specbundle-embedded/models/tiny/target", plan.ValueOf("--model-path"));
    }

    [Fact(Timeout = 30_000)]
    public void Where_the_folder_is_not_known_the_plan_says_so()
    {
        var plan = Planned.Plan(Catalog.Tiny);
        Assert.Equal("dotnet", plan.Program);
        Assert.Contains(plan.Notes, note => note.Contains("folder of the embedded server is not known", StringComparison.Ordinal));
    }
}
