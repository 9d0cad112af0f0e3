namespace SpeculativeDecoding.Tests;

/// <summary>The definitions, on numbers small enough to check by hand.</summary>
public sealed class SpeculationStatisticsTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public void The_ratios_follow_from_the_counts()
    {
        var statistics = new SpeculationStatistics { VerifySteps = 26, CompletionTokens = 96, AcceptedDrafts = 69, ProposedDrafts = 78, AcceptHistogram = [2, 0, 3, 21] };

        Assert.Equal(96 / 26.0, statistics.AcceptLength);
        Assert.Equal(95 / 26.0, statistics.TokensPerVerifyStep);
        Assert.Equal(69 / 78.0, statistics.AcceptRate);
        Assert.Equal([Position(1, 26, 26, 24), Position(2, 26, 24, 24), Position(3, 26, 24, 21)], statistics.DraftPositions!);
        Assert.Equal([24 / 26.0, 1, 21 / 24.0], statistics.DraftPositions!.Select(position => position.Conditional!.Value));
        Assert.Equal([24 / 26.0, 24 / 26.0, 21 / 26.0], statistics.DraftPositions!.Select(position => position.Marginal!.Value));
    }

    [Fact(Timeout = Limit)]
    public void What_the_server_does_not_tell_is_unknown()
    {
        var statistics = new SpeculationStatistics { VerifySteps = 26 };

        Assert.Null(statistics.AcceptLength);
        Assert.Null(statistics.TokensPerVerifyStep);
        Assert.Null(statistics.AcceptRate);
        Assert.Null(statistics.DraftPositions);
    }

    [Fact(Timeout = Limit)]
    public void A_position_that_no_step_reached_has_no_conditional_acceptance()
    {
        var positions = new SpeculationStatistics { VerifySteps = 4, AcceptHistogram = [4, 0, 0] }.DraftPositions!;

        Assert.Equal([Position(1, 4, 4, 0), Position(2, 4, 0, 0)], positions);
        Assert.Equal((0.0, (double?)null), (positions[0].Conditional, positions[1].Conditional));
    }

    [Fact(Timeout = Limit)]
    public void Time_per_output_token_leaves_the_first_one_out()
    {
        var statistics = new RequestStatistics { CompletionTokens = 11, TimeToFirstToken = TimeSpan.FromSeconds(1), EndToEnd = TimeSpan.FromSeconds(3) };

        Assert.Equal(TimeSpan.FromSeconds(0.2), statistics.TimePerOutputToken);
        Assert.Null((statistics with { CompletionTokens = 1 }).TimePerOutputToken);
        Assert.Null((statistics with { TimeToFirstToken = null }).TimePerOutputToken);
    }

    private static DraftPosition Position(int position, int steps, int reached, int accepted) => new() { Position = position, Steps = steps, Reached = reached, Accepted = accepted };
}
