using SpeculativeDecoding;
using SpeculativeDecoding.Benchmarks;

public sealed class DraftTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_draft_is_accepted_on_our_prompts()
    {
        var prompts = Enumerable.Range(3, 12).Select(count => $"Tom has {count} apples and buys {count + 4} more. How many apples does Tom have?");
        var options = new BenchmarkOptions { Pair = Catalog.Tiny, Configurations = ["1,3,1,4"], Workloads = [new PromptWorkload("ours", prompts) { MaxNewTokens = 64 }] };
        var run = await Benchmark.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(run.Report.Find("1,3,1,4", "ours")?.AcceptLength?.Low > 1.5, string.Join('\n', run.Report.Findings.Select(finding => finding.Text)));
    }
}
