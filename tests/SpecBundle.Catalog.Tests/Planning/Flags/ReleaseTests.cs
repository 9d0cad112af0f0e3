namespace SpeculativeDecoding.Tests;

public sealed class ReleaseTests
{
    public static TheoryData<string> Releases => [.. FlagTable.Sglang.Releases.Select(release => release.ToString())];

    [Fact(Timeout = 30_000)]
    public void The_table_has_631_flags_of_17_releases()
    {
        Assert.Equal(631, FlagTable.Sglang.Rows.Count);
        Assert.Equal(17, FlagTable.Sglang.Releases.Count);
        Assert.Equal("0.5.23", FlagTable.Sglang.Newest.ToString());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Releases))]
    public void Every_released_pair_can_be_planned_for_every_release_with_flags_that_it_has(string release)
    {
        var flags = SglangFlags.Of(release);
        foreach (var pair in Catalog.All)
        {
            var plan = Planned.Plan(pair, release, change: options =>
            {
                options.Engine = LaunchEngine.Sglang;
                options.AllowRemoteCode = true;
                options.ApiKey = "key";
            });
            Assert.All(plan.CommandLine().Where(element => element.StartsWith("--", StringComparison.Ordinal)), flag => Assert.True(flags.Has(flag), flag));
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.9", "--stream-output")]
    [InlineData("0.5.10", "--incremental-streaming-output")]
    [InlineData("0.5.23", "--incremental-streaming-output")]
    [InlineData("0.5.21", "--incremental-streaming-output")]
    [InlineData(null, "--incremental-streaming-output")]
    public void Incremental_streaming_has_the_name_that_the_release_knows(string? release, string flag)
    {
        Assert.Contains(flag, Planned.FreeIn(release).CommandLine());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.13", "--cuda-graph-max-bs")]
    [InlineData("0.5.15", "--cuda-graph-max-bs-decode")]
    public void What_a_pair_recommends_is_translated_to_the_release(string release, string flag)
    {
        Assert.Equal("2", Planned.Plan(Catalog.Llama4_Maverick, release).ValueOf(flag));
    }

    [Fact(Timeout = 30_000)]
    public void A_release_that_was_not_looked_at_is_checked_against_its_neighbours_with_a_note()
    {
        var plan = Planned.FreeIn("0.5.14", "--cuda-graph-max-bs-decode", "8");

        Assert.Contains(plan.Notes, note => note.Contains("0.5.14 was not looked at", StringComparison.Ordinal) && note.Contains("0.5.13 and 0.5.15", StringComparison.Ordinal));
        Assert.Contains("no flag", Planned.Problem(() => Planned.FreeIn("0.5.14", "--no-such-thing")).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.6.0")]
    [InlineData("0.5.24.dev31+gabc")]
    [InlineData("main")]
    [InlineData("")]
    public void An_unknown_release_lets_unknown_flags_through_with_a_note(string release)
    {
        var plan = Planned.FreeIn(release, "--brand-new-thing", "1");

        Assert.Equal("1", plan.ValueOf("--brand-new-thing"));
        Assert.Contains(plan.Notes, note => note.Contains("--brand-new-thing", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void Without_an_installed_release_the_plan_is_for_the_newest_known_and_says_so()
    {
        Assert.Contains(Planned.FreeIn(null).Notes, note => note.Contains("the plan is for 0.5.23", StringComparison.Ordinal));
        Assert.Null(Planned.FreeIn(null).SglangVersion);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.9", "0.5.10")]
    [InlineData("0.5.12", "0.5.12.post1")]
    [InlineData("0.5.17rc1", "0.5.17")]
    [InlineData("0.5.18.dev4", "0.5.18")]
    [InlineData("v0.4.10", "0.5.2")]
    public void Releases_are_ordered_as_they_came_out(string earlier, string later)
    {
        Assert.True(SglangRelease.TryParse(earlier)!.Value.CompareTo(SglangRelease.TryParse(later)!.Value) < 0);
    }
}
