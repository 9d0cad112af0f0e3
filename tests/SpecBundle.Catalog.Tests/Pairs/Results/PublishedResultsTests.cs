namespace SpeculativeDecoding.Tests;

public sealed class PublishedResultsTests
{
    // Mean accept length and geometric mean of the speedups at 3,1,4, as published.
    [Theory(Timeout = 30_000)]
    [InlineData("qwen3-30b", 35, 2.82, 1.66)]
    [InlineData("qwen3-235b", 35, 2.77, 1.68)]
    [InlineData("qwen3-next-80b", 35, 2.94, 1.44)]
    [InlineData("qwen3-coder-30b", 10, 3.27, 2.00)]
    [InlineData("qwen3-coder-480b", 10, 3.29, 1.76)]
    [InlineData("kimi-k2", 35, 3.08, 1.55)]
    [InlineData("ling-flash-2.0", 35, 2.84, 1.56)]
    [InlineData("llama-3.1-8b", 35, 2.92, 2.09)]
    [InlineData("llama-3.3-70b", 35, 2.63, 2.07)]
    [InlineData("llama-4-scout", 35, 2.82, 3.00)]
    public void The_published_results_of_a_pair_give_the_published_means(string id, int rows, double acceptLength, double speedup)
    {
        var results = Catalog.Find(id).PublishedResults;
        var chain = results.Rows.Where(row => row.Speculation == SpeculationSettings.Default).ToList();

        Assert.Equal(rows, results.Rows.Count);
        Assert.Equal(acceptLength, chain.Average(row => row.AcceptLength!.Value), 0.005);
        Assert.Equal(speedup, Math.Exp(chain.Average(row => Math.Log(results.SpeedupOf(row)!.Value))), 0.006);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("llama-4-maverick")]
    [InlineData("gpt-oss-20b")]
    [InlineData("gpt-oss-120b")]
    [InlineData("nex-n1-30b")]
    [InlineData("nex-n1-32b")]
    [InlineData("tiny")]
    public void A_pair_without_published_results_says_so_by_having_none(string id)
    {
        var results = Catalog.Find(id).PublishedResults;
        Assert.Empty(results.Rows);
        Assert.Empty(results.Baselines);
    }

    [Fact(Timeout = 30_000)]
    public void Results_of_other_drafts_are_kept_apart()
    {
        var results = Catalog.Llama3_1_8B.PublishedResults;

        Assert.Equal(35, results.Comparisons.Count);
        Assert.All(results.Comparisons, row => Assert.Equal("lmsys/sglang-EAGLE3-LLaMA3.1-Instruct-8B", row.Draft));
        Assert.All(results.Baselines, row => Assert.Null(row.AcceptLength));
    }

    [Fact(Timeout = 30_000)]
    public void The_baseline_of_scout_comes_with_its_warning_and_only_that()
    {
        Assert.Contains("not like for like", Catalog.Llama4_Scout.PublishedResults.Warning, StringComparison.Ordinal);
        Assert.Equal([Catalog.Llama4_Scout], Catalog.All.Where(pair => pair.PublishedResults.Warning is not null));
    }
}
