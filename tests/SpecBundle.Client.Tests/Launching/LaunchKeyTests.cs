namespace SpeculativeDecoding.Tests;

/// <summary>A launch takes the keys that a plan takes, and shows them to nobody.</summary>
public sealed class LaunchKeyTests : IDisposable
{
    private readonly FakePython _python = new();

    public void Dispose() => _python.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Keys_among_the_free_arguments_are_the_servers_and_in_no_list_of_processes()
    {
        var tag = Guid.NewGuid().ToString("N");
        var options = _python.Options("startup/plain");
        options.Environment[TaggedProcesses.Variable] = tag;
        foreach (var argument in (string[])["--api-key", "free-key-1", "--admin-api-key", "free-key-2"])
        {
            options.ExtraArguments.Add(argument);
        }

        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        Assert.Equal("free-key-1", server.ApiKey);
        var processes = TaggedProcesses.Find(tag);
        Assert.NotEmpty(processes);
        Assert.All(processes, process => Assert.DoesNotContain("free-key", process, StringComparison.Ordinal));
        Assert.All(server.LogTail, line => Assert.DoesNotContain("free-key", line, StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_keys_are_one_too_many_for_both()
    {
        var options = _python.Options("startup/plain");
        options.ApiKey = "one";
        options.ExtraArguments.Add("--api-key=two");

        var launch = await Assert.ThrowsAsync<LaunchPlanException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));
        var plan = await Assert.ThrowsAsync<LaunchPlanException>(() => SpecBundle.PlanAsync(Catalog.Llama3_1_8B, options, TestContext.Current.CancellationToken));

        Assert.Equal(plan.Message, launch.Message);
    }
}
