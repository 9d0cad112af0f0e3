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

    [Fact(Timeout = Limit)]
    public void Sums_of_the_largest_counts_do_not_overflow()
    {
        var statistics = new RequestStatistics { CompletionTokens = int.MaxValue, Speculation = new SpeculationStatistics { VerifySteps = int.MaxValue, CompletionTokens = int.MaxValue, AcceptedDrafts = int.MaxValue, ProposedDrafts = int.MaxValue, AcceptHistogram = [int.MaxValue, int.MaxValue] } };
        var totals = new SpeculationTotals();
        totals.Add(statistics);
        totals.Add(statistics);
        totals.Add(new SpeculationTotals());

        Assert.Equal((2L * int.MaxValue, 2L * int.MaxValue), (totals.CompletionTokens, totals.VerifySteps));
        Assert.Equal([2L * int.MaxValue, 2L * int.MaxValue], totals.AcceptHistogram);
        Assert.Equal((1.0, 1.0), (totals.AcceptLength, totals.AcceptRate));
        Assert.Equal(new DraftPosition { Position = 1, Steps = 4L * int.MaxValue, Reached = 4L * int.MaxValue, Accepted = 2L * int.MaxValue }, Assert.Single(totals.DraftPositions));
        Assert.Equal(2L * int.MaxValue, Assert.Single(statistics.Speculation.DraftPositions!).Steps);
    }

    [Fact(Timeout = Limit)]
    public void A_request_counts_in_the_ratios_with_what_it_told_alone()
    {
        var totals = new SpeculationTotals();
        totals.Add(new RequestStatistics { CompletionTokens = 5 });
        totals.Add(new RequestStatistics { Speculation = new SpeculationStatistics { VerifySteps = 9 } });
        totals.Add(new RequestStatistics { Speculation = new SpeculationStatistics { VerifySteps = 2, CompletionTokens = 6, AcceptedDrafts = 3 } });
        totals.Add(new RequestStatistics { Speculation = new SpeculationStatistics { VerifySteps = 2, CompletionTokens = 6, ProposedDrafts = 8 } });
        Assert.Null(totals.AcceptRate);

        totals.Add(new RequestStatistics { Violations = ["Something."], Speculation = new SpeculationStatistics { VerifySteps = 4, CompletionTokens = 13, AcceptedDrafts = 6, ProposedDrafts = 12 } });

        Assert.Equal((5, 3, 1), (totals.Requests, totals.SpeculatedRequests, totals.RequestsWithViolations));
        Assert.Equal((25L, 8L), (totals.CompletionTokens, totals.VerifySteps));
        Assert.Equal((25 / 8.0, 22 / 8.0, 0.5), (totals.AcceptLength, totals.TokensPerVerifyStep, totals.AcceptRate));
    }

    private static DraftPosition Position(int position, int steps, int reached, int accepted) => new() { Position = position, Steps = steps, Reached = reached, Accepted = accepted };
}
