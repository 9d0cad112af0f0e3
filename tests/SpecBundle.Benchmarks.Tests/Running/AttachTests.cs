using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A benchmark of a server that runs already.</summary>
public sealed class AttachTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task A_server_that_runs_already_is_left_running_and_must_run_what_is_said_of_it()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, cancellationToken: TestContext.Current.CancellationToken);
        var run = await RunAsync(To(server, "1,3,1,4", 3));
        Assert.Equal(3, run.Records.Count);
        Assert.DoesNotContain(run.Notes, note => note.Contains("the pair that is named", StringComparison.Ordinal));
        Assert.EndsWith("/models/tiny/target", run.Served!.Target!.Name, StringComparison.Ordinal);
        Assert.NotNull(run.Served.Draft!.Sha256);
        Assert.Equal(ServerState.Running, server.State);

        foreach (var wrong in new[] { "1,5,1,6", "1,0,0,0" })
        {
            var options = To(server, wrong, 3);
            options.Folder = null;
            var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
            Assert.Contains("Name the configuration that it was started with: 1,3,1,4", error.Hint, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Traffic_of_others_is_noticed_where_the_server_counts()
    {
        var launch = new LaunchOptions();
        launch.ExtraArguments.Add("--enable-metrics");
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, launch, cancellationToken: TestContext.Current.CancellationToken);
        var alone = To(server, "1,3,1,4", 4);
        alone.Folder = null;
        Assert.DoesNotContain((await RunAsync(alone)).Report.Findings, finding => finding.Kind == FindingKind.OtherTraffic);

        var hasAsked = false;
        var run = await RunAsync(To(server, "1,3,1,4", 4), progress =>
        {
            // Once, while the benchmark waits for its progress to be taken.
            if (progress is { Workload: "mine", Done: 2 } && !hasAsked)
            {
                hasAsked = true;
                server.Client.GenerateAsync(new GenerateRequest { Prompt = "Somebody else asks", Sampling = new SamplingParameters { MaxNewTokens = 200, IgnoreEndToken = true } }).GetAwaiter().GetResult();
            }
        });
        Assert.Contains("were for others", Assert.Single(run.Report.Findings, finding => finding.Kind == FindingKind.OtherTraffic).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_goes_away_between_two_workloads_costs_what_it_had_not_answered_and_no_more()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, cancellationToken: TestContext.Current.CancellationToken);
        var options = To(server, "1,3,1,4", 3);
        options.Attach = new UriBuilder(server.Address) { UserName = "me", Password = "not-to-be-told" }.Uri;
        options.Workloads = [.. options.Workloads, new PromptWorkload("later", Questions(3)) { MaxNewTokens = 8 }];
        var run = await RunAsync(options, progress =>
        {
            if (progress.Done == 2)
            {
                server.StopAsync().GetAwaiter().GetResult();
            }
        });
        Assert.NotEmpty(run.Failures);
        Assert.Equal(2, run.Report.Find("1,3,1,4", "mine")!.Prompts);
        Assert.True(File.Exists(Path.Combine(Folder, "summary.json")));
        Assert.DoesNotContain(Directory.GetFiles(Folder).Select(File.ReadAllText), text => text.Contains("not-to-be-told", StringComparison.Ordinal));
    }

    private BenchmarkOptions To(SpecServer server, string configuration, int count)
    {
        var options = Options(configuration, Questions(count));
        (options.Attach, options.AttachOptions) = (server.Address, new AttachOptions { Client = { ApiKey = server.ApiKey } });
        return options;
    }
}
