namespace SpeculativeDecoding.Tests;

public sealed class OptionTests
{
    [Fact(Timeout = 30_000)]
    public void A_free_argument_that_contradicts_a_typed_option_is_refused()
    {
        void Contradicts(Action<PlanOptions> change, params string[] free) =>
            Assert.Contains("contradicts", Planned.Problem(() => Planned.Plan(Catalog.Qwen3_30B, change: change, free: free)).Message, StringComparison.Ordinal);

        Contradicts(options => options.TensorParallelSize = 4, "--tp-size", "2");
        Contradicts(options => options.Port = 1, "--port", "2");
        Contradicts(options => options.Host = "0.0.0.0", "--host", "::1");
        Contradicts(options => options.ApiKey = "one", "--api-key", "two");
        Contradicts(options => options.ContextLength = 100, "--context-length", "200");
        Contradicts(options => options.MemoryFractionStatic = 0.5, "--mem-fraction-static", "0.6");
        Contradicts(options => options.MaxRunningRequests = 1, "--max-running-requests", "2");
        Contradicts(
            options => options.Speculation = SpeculationSettings.Default,
            "--speculative-num-steps", "5", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "6");
    }

    [Fact(Timeout = 30_000)]
    public void A_free_argument_that_says_the_same_as_a_typed_option_stands_once()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, change: options => options.TensorParallelSize = 4, free: ["--tensor-parallel-size=4"]);
        Assert.Single(plan.CommandLine(), "--tp-size");
    }

    [Fact(Timeout = 30_000)]
    public void Free_arguments_pass_through_at_the_end()
    {
        var plan = Planned.Free("--enable-metrics", "--attention-backend", "triton");

        Assert.Equal(["--enable-metrics", "--attention-backend", "triton"], plan.CommandLine().TakeLast(3));
        Assert.Equal(ArgumentSource.User, plan.Arguments[^1].Source);
    }

    [Fact(Timeout = 30_000)]
    public void A_free_argument_replaces_what_the_pair_recommends()
    {
        var plan = Planned.Plan(Catalog.Ling_Flash_2_0, change: options => options.AllowRemoteCode = true, free: ["--attention-backend", "triton"]);
        Assert.Equal("triton", plan.ValueOf("--attention-backend"));
        Assert.Single(plan.CommandLine(), "--attention-backend");

        var maverick = Planned.Plan(Catalog.Llama4_Maverick, free: ["--context-length", "4096", "--cuda-graph-max-bs-decode", "8"]);
        Assert.Equal("4096", maverick.ValueOf("--context-length"));
        Assert.Equal("8", maverick.ValueOf("--cuda-graph-max-bs-decode"));
        Assert.Single(maverick.CommandLine(), "--context-length");
    }

    [Fact(Timeout = 30_000)]
    public void Remote_code_runs_only_by_consent()
    {
        var problem = Planned.Problem(() => Planned.Plan(Catalog.Kimi_K2));
        Assert.Contains("have not consented", problem.Message, StringComparison.Ordinal);
        Assert.Contains("PlanOptions.AllowRemoteCode", problem.Remedy, StringComparison.Ordinal);

        Assert.Contains("--trust-remote-code", Planned.Plan(Catalog.Kimi_K2, change: options => options.AllowRemoteCode = true).CommandLine());
        Assert.Contains("--trust-remote-code", Planned.Plan(Catalog.Kimi_K2, free: ["--trust-remote-code"]).CommandLine());
    }

    [Fact(Timeout = 30_000)]
    public void Consent_is_no_demand_where_no_code_is_needed()
    {
        Assert.DoesNotContain("--trust-remote-code", Planned.Plan(Catalog.Qwen3_30B, change: options => options.AllowRemoteCode = true).CommandLine());

        var maverick = Planned.Plan(Catalog.Llama4_Maverick);
        Assert.DoesNotContain("--trust-remote-code", maverick.CommandLine());
        Assert.Contains(maverick.Notes, note => note.StartsWith("--trust-remote-code was left out", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void A_context_beyond_the_targets_own_is_refused()
    {
        Assert.Contains("longer than the 131072", Planned.Problem(() => Planned.Plan(Catalog.Llama3_1_8B, change: options => options.ContextLength = 200_000)).Message, StringComparison.Ordinal);
        Assert.Equal("131072", Planned.Plan(
            Catalog.Ling_Flash_2_0,
            free: ["--trust-remote-code", "--context-length", "131072", "--json-model-override-args", """{"rope_scaling": {"factor": 4}}"""]).ValueOf("--context-length"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("--port", "0")]
    [InlineData("--port", "http")]
    [InlineData("--mem-fraction-static", "1.5")]
    [InlineData("--mem-fraction-static", "NaN")]
    [InlineData("--mem-fraction-static", "0")]
    [InlineData("--mem-fraction-static", "1")]
    [InlineData("--max-running-requests", "0")]
    [InlineData("--tp-size", "3")]
    public void Numbers_out_of_range_are_refused(string flag, string value)
    {
        Planned.Problem(() => Planned.Free(flag, value));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0")]
    [InlineData("1")]
    public void None_or_all_of_the_memory_is_refused_for_a_model_of_any_size(string share)
    {
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair("org/model", null), free: ["--mem-fraction-static", share]));

        Assert.Contains("between 0 and 1", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_server_bypasses_the_proxy_for_itself()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { UsesProxy = true, NoProxy = "intranet, localhost" });
        Assert.Equal("intranet,localhost,127.0.0.1", plan.EnvironmentValues()["NO_PROXY"]);
        Assert.DoesNotContain("NO_PROXY", Planned.Plan(Catalog.Qwen3_30B).EnvironmentValues().Keys);
    }

    [Fact(Timeout = 30_000)]
    public void The_users_environment_wins_and_is_noted()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, change: options => options.Environment["PYTHONUNBUFFERED"] = "0");

        Assert.Equal("0", plan.EnvironmentValues()["PYTHONUNBUFFERED"]);
        Assert.Contains(plan.Notes, note => note.StartsWith("Your PYTHONUNBUFFERED", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void What_is_fixed_only_at_launch_is_noted()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B);
        Assert.Null(plan.Port);
        Assert.Contains("The launcher adds a free port at each launch.", plan.Notes);
        Assert.Contains("The launcher adds a random API key at each launch.", plan.Notes);
    }
}
