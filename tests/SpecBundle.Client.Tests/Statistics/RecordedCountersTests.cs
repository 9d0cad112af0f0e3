namespace SpeculativeDecoding.Tests;

/// <summary>The counters of 600 answers of a real server.</summary>
public sealed class RecordedCountersTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("eagle3_3_1_4", 3, 1, 4, 15400, 5297, 2.907)]
    [InlineData("eagle3_3_4_8", 3, 4, 8, 15428, 4589, 3.362)]
    public async Task Two_hundred_answers_give_the_accept_length_of_their_summary(string name, int steps, int topK, int draftTokens, int tokens, int verifySteps, double acceptLength)
    {
        var totals = new SpeculationTotals();
        foreach (var statistics in await ReadAsync(name, new SpeculationSettings(steps, topK, draftTokens)))
        {
            Assert.Empty(statistics.Violations);
            totals.Add(statistics);
        }

        Assert.Equal((200, 200, tokens, verifySteps), (totals.Requests, totals.SpeculatedRequests, totals.CompletionTokens, totals.VerifySteps));
        Assert.Equal(acceptLength, Math.Round(totals.AcceptLength!.Value, 3));
        Assert.Equal((tokens - 200.0) / verifySteps, totals.TokensPerVerifyStep);
        Assert.Equal(verifySteps, totals.AcceptHistogram.Sum());
        Assert.Equal(totals.AcceptHistogram.Select((count, accepted) => (double)count * accepted).Sum() / (verifySteps * (draftTokens - 1)), totals.AcceptRate!.Value, 12);
    }

    [Fact(Timeout = Limit)]
    public async Task Plain_answers_have_no_speculation_and_no_violation()
    {
        var totals = new SpeculationTotals();
        foreach (var statistics in await ReadAsync("plain", null))
        {
            Assert.Null(statistics.Speculation);
            Assert.Empty(statistics.Violations);
            totals.Add(statistics);
        }

        Assert.Equal((200, 0), (totals.Requests, totals.SpeculatedRequests));
        Assert.Null(totals.AcceptLength);
        Assert.Null(totals.AcceptRate);
    }

    [Fact(Timeout = Limit)]
    public async Task Totals_of_two_halves_merge_to_the_totals_of_the_whole()
    {
        var all = await ReadAsync("eagle3_3_4_8", null);
        SpeculationTotals whole = new(), first = new(), second = new();
        for (var index = 0; index < all.Count; index++)
        {
            whole.Add(all[index]);
            (index % 3 == 0 ? first : second).Add(all[index]);
        }

        first.Add(second);

        Assert.Equivalent(whole, first, strict: true);
    }

    private static async Task<List<RequestStatistics>> ReadAsync(string name, SpeculationSettings? settings)
    {
        var server = new ServerInfo { Speculation = settings };
        var lines = await File.ReadAllLinesAsync(Path.Combine(ReplayProcess.Recordings, "accept", name + ".jsonl"), TestContext.Current.CancellationToken);
        return [.. lines.Select(line => Answers.InOnePiece($$"""{"text":"","meta_info":{{line}}}""", server).Statistics)];
    }
}
