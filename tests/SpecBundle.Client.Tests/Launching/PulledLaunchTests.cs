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

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_drafts_context_is_read_from_the_cache(bool pulls)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        PulledPair pulled;
        using (var client = new HubClient(hub.Options()))
        {
            pulled = await client.PullAsync(new ModelPair("org/target", "org/draft"), cancellationToken: TestContext.Current.CancellationToken);
        }

        // The target is without weights, as where they are made up: what is there is read all the same.
        File.Delete(Path.Combine(pulled.Target!.Folder, "model.safetensors"));
        var options = new LaunchOptions { TensorParallelSize = 1, PullModels = pulls };
        foreach (var argument in new[] { "--load-format", "dummy", "--speculative-draft-load-format", "auto" })
        {
            options.ExtraArguments.Add(argument);
        }

        foreach (var (name, value) in hub.Environment())
        {
            options.Environment[name] = value ?? "";
        }

        var plan = await SpecBundle.PlanAsync(new ModelPair("org/target", "org/draft"), options, TestContext.Current.CancellationToken);
        Assert.Contains(plan.Environment, variable => variable.Reason.Contains("says 2048 tokens of context", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Weights_in_a_folder_that_are_cut_short_fail_a_launch_before_any_process_starts()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-cut-");
        using var python = new FakePython();
        var said = new List<string>();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "config.json"), "{}", TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "model.safetensors"), [9, 0, 0, 0, 0, 0, 0, 0, (byte)'{'], TestContext.Current.CancellationToken);
            var refused = await Assert.ThrowsAsync<LaunchPlanException>(() => SpecBundle.LaunchAsync(
                new ModelPair(folder.FullName, null), new LaunchOptions { Python = python.Path, TensorParallelSize = 1 }, new Relay<LaunchProgress>(step => said.Add(step.Message)), TestContext.Current.CancellationToken));

            Assert.Equal((CheckpointProblemKind.FileTooShort, 9L, 17L), (refused.Problems[0].Checkpoint!.Kind, refused.Problems[0].Checkpoint!.Found!.Value, refused.Problems[0].Checkpoint!.Expected!.Value));
            Assert.Equal(["Looking at this machine"], said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
