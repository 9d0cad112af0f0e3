namespace SpeculativeDecoding.Tests;

/// <summary>A pair is found by what identifies it, in any list of pairs.</summary>
public sealed class PairIndexTests
{
    private static readonly ModelPair First = new(new TargetModel("lab/Model-8B") { OtherNames = ["lab/Model-8B-Instruct"] }, new DraftModel("lab/draft-one"), "model-8b");

    private static readonly ModelPair Second = new(new TargetModel("lab/Model-8B") { OtherNames = ["lab/Model-8B-Instruct"] }, new DraftModel("other/Draft-Two") { OtherNames = ["other/draft-2"] }, "model-8b-two");

    private static readonly ModelPair Alone = new("lab/Model-70B", "lab/draft-70b", "model-70b");

    private static readonly PairIndex Index = new([First, Second, Alone]);

    [Theory(Timeout = 30_000)]
    [InlineData("model-8b-two")]
    [InlineData("Model_8B_Two")]
    [InlineData("lab/Model-8B + other/Draft-Two")]
    [InlineData("LAB/MODEL-8B+OTHER/DRAFT-TWO")]
    [InlineData("lab/Model-8B-Instruct + other/draft-2")]
    [InlineData("lab/Model-8B -> other/Draft-Two")]
    public void One_of_two_drafts_for_a_target_is_found_by_id_and_by_target_and_draft(string name)
    {
        Assert.Same(Second, Index.Find(name));
        Assert.True(Index.TryFind(name, out var pair));
        Assert.Same(Second, pair);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("lab/Model-8B")]
    [InlineData("LAB/model-8b-instruct")]
    public void A_target_with_two_drafts_is_said_to_be_ambiguous_with_the_ids(string target)
    {
        var exception = Assert.Throws<AmbiguousPairException>(() => Index.Find(target));

        Assert.Equal(["model-8b", "model-8b-two"], exception.Candidates);
        Assert.Equal(target, exception.Name);
        Assert.Contains("model-8b, model-8b-two", exception.Message, StringComparison.Ordinal);
        Assert.Contains("target + draft", exception.Hint!, StringComparison.Ordinal);
        Assert.False(Index.TryFind(target, out _));
        Assert.Equal([First, Second], Index.FindByTarget(target));
    }

    [Fact(Timeout = 30_000)]
    public void A_target_with_one_draft_needs_no_more_than_its_name()
    {
        Assert.Same(Alone, Index.Find("lab/model-70b"));
        Assert.Equal([Alone], Index.FindByTarget("lab/Model-70B"));
        Assert.Empty(Index.FindByTarget("lab/draft-70b"));
        Assert.Empty(Index.FindByTarget(""));
    }

    [Fact(Timeout = 30_000)]
    public void An_id_names_one_pair_even_where_a_target_is_called_so()
    {
        var pair = new ModelPair("model/8b", "lab/draft", "third");
        Assert.Same(First, new PairIndex([First, Second, pair]).Find("model-8b"));
    }

    [Fact(Timeout = 30_000)]
    public void A_draft_of_another_target_is_no_pair_of_this_one()
    {
        Assert.Equal("model-8b", Assert.Throws<UnknownPairException>(() => Index.Find("lab/Model-8B + lab/draft-70b")).Nearest[0]);
    }

    [Fact(Timeout = 30_000)]
    public void Every_pair_of_the_catalog_is_found_by_target_and_draft_and_among_those_of_its_target()
    {
        Assert.All(Catalog.All, pair => Assert.Same(pair, Catalog.Find($"{pair.Target.Repository} + {pair.Draft!.Repository}")));
        Assert.All(Catalog.All, pair => Assert.Contains(pair, Catalog.FindByTarget(pair.Target.Repository)));
    }
}
