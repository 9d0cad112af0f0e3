namespace SpeculativeDecoding.Tests;

/// <summary>The algorithm is a property of the draft: another one is data.</summary>
public sealed class AlgorithmTests
{
    private static readonly ModelPair Pair = new(new TargetModel("lab/model"), new DraftModel("lab/draft") { Algorithm = new SpeculativeAlgorithm("dflash") }, null);

    [Fact(Timeout = 30_000)]
    public void A_plan_passes_the_algorithm_of_the_draft()
    {
        var plan = Planned.Plan(Pair);

        Assert.Equal("DFLASH", plan.ValueOf("--speculative-algorithm"));
        Assert.DoesNotContain("EAGLE3", plan.ToText(), StringComparison.Ordinal);
        Assert.Equal("EAGLE3", Planned.Plan(new ModelPair("lab/model", "lab/draft")).ValueOf("--speculative-algorithm"));
    }

    [Fact(Timeout = 30_000)]
    public void An_algorithm_that_contradicts_the_drafts_is_refused_and_the_same_stands_once()
    {
        Assert.Contains("contradicts the pair's DFLASH draft", Planned.Problem(() => Planned.Plan(Pair, free: ["--speculative-algorithm", "EAGLE3"])).Message, StringComparison.Ordinal);
        Assert.Single(Planned.Plan(Pair, free: ["--speculative-algorithm", "dflash"]).CommandLine(), "DFLASH");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.10", false)]
    [InlineData("0.5.11", true)]
    [InlineData("0.5.23", true)]
    public void A_release_without_the_algorithm_is_refused(string release, bool has)
    {
        if (has)
        {
            Assert.NotNull(Planned.Plan(Pair, release).Speculation);
        }
        else
        {
            Assert.Contains($"SGLang {release} does not have the algorithm DFLASH", Planned.Problem(() => Planned.Plan(Pair, release)).Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_has_EAGLE3_alone()
    {
        var pair = Catalog.Tiny with { Draft = Catalog.Tiny.Draft! with { Algorithm = new("DFLASH") } };
        Assert.Contains("The embedded server does not have the algorithm DFLASH", Planned.Problem(() => Planned.Plan(pair)).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("EAGLE 3")]
    [InlineData("--x=1")]
    public void What_is_no_name_of_an_algorithm_is_refused(string name)
    {
        Assert.ThrowsAny<ArgumentException>(() => new SpeculativeAlgorithm(name));
        Assert.Equal(SpeculativeAlgorithm.Eagle3, new SpeculativeAlgorithm("eagle3"));
    }
}
