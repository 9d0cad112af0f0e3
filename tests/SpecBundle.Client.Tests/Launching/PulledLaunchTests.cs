using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>A launch pulls its models first, and starts the server on exactly these.</summary>
public sealed class PulledLaunchTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_pulled_pair_is_planned_on_its_commits_and_offline()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        var options = new LaunchOptions { TensorParallelSize = 1 };
        foreach (var (name, value) in hub.Environment())
        {
            options.Environment[name] = value ?? "";
        }

        var pair = new ModelPair("org/target", "org/draft");
        var seen = new List<PullProgress>();
        Assert.True(ModelPull.IsNeeded(pair, options));
        var machine = await new ModelPull(pair, options, seen.Add).RunAsync(new LaunchMachine { Python = "python3", SglangVersion = "0.5.17" }, TestContext.Current.CancellationToken);
        var plan = LaunchPlan.Create(pair, options, machine);
        Assert.Equal((RepositoryText.Commit, RepositoryText.Commit), (plan.TargetCommit, plan.DraftCommit));
        var arguments = plan.Arguments.Select(argument => argument.Value).ToList();
        Assert.Equal(RepositoryText.Commit, arguments[arguments.IndexOf("--revision") + 1]);
        Assert.Equal(RepositoryText.Commit, arguments[arguments.IndexOf("--speculative-draft-model-revision") + 1]);
        Assert.Contains(plan.Environment, variable => variable is { Name: "HF_HUB_OFFLINE", Value: "1" });
        Assert.NotEmpty(seen);

        // What a plan shows afterwards, without asking anybody.
        await hub.ForgetAsync();
        var shown = await SpecBundle.PlanAsync(pair, options, TestContext.Current.CancellationToken);
        Assert.Equal((RepositoryText.Commit, RepositoryText.Commit), (shown.TargetCommit, shown.DraftCommit));
        Assert.Empty(await hub.RequestsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_launch_says_that_its_models_come_from_the_cache_because_the_Hub_refused()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        using (var client = new HubClient(hub.Options()))
        {
            await client.PullAsync(new ModelPair("org/target", null), cancellationToken: TestContext.Current.CancellationToken);
        }

        await hub.FaultAsync(new Fault { Where = "api", Status = 403, Headers = { ["X-Error-Code"] = "GatedRepo" }, Times = -1 });
        var options = new LaunchOptions();
        foreach (var (name, value) in hub.Environment())
        {
            options.Environment[name] = value ?? "";
        }

        var notes = new List<string>();
        await new ModelPull(new ModelPair("org/target", null), options, _ => { }, notes.Add).RunAsync(new LaunchMachine(), TestContext.Current.CancellationToken);
        Assert.Contains("comes from the cache", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gated_pair_fails_a_launch_before_any_process_starts()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().With("gated", "auto")), ("org/draft", RepositoryText.Draft()));
        using var python = new FakePython();
        var options = new LaunchOptions { Python = python.Path, TensorParallelSize = 1 };
        foreach (var (name, value) in hub.Environment())
        {
            options.Environment[name] = value ?? "";
        }

        var refused = await Assert.ThrowsAsync<HubException>(() => SpecBundle.LaunchAsync(new ModelPair("org/target", "org/draft"), options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(HubFailureReason.Gated, refused.Reason);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--revision=v1")]
    [InlineData("--download-dir")]
    public void Who_tells_the_server_where_models_are_is_not_second_guessed(string argument)
    {
        var options = new LaunchOptions();
        options.ExtraArguments.Add(argument);
        Assert.False(ModelPull.IsNeeded(Catalog.Qwen3_30B, options));
        Assert.False(ModelPull.IsNeeded(Catalog.Tiny, new LaunchOptions()));
    }
}
