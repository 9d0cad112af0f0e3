namespace SpeculativeDecoding.Tests;

/// <summary>The room that a prompt leaves, as the server counts it.</summary>
public sealed class ContextTests
{
    [Theory(Timeout = 120_000)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task What_the_limits_leave_room_for_is_accepted_and_one_token_more_is_refused(bool speculates, bool isAttached)
    {
        var options = TestApp.EmbeddedOptions();
        options.Speculation = speculates ? new SpeculationSettings(3, 4, 8) : null;
        options.UseDraft = speculates;
        await using var launched = await SpecBundle.LaunchAsync(Catalog.Tiny, options, null, TestContext.Current.CancellationToken);
        await using var attached = await SpecBundle.AttachAsync(launched.Address, new AttachOptions { Client = { ApiKey = launched.ApiKey } }, TestContext.Current.CancellationToken);
        var server = isAttached ? attached : launched;
        var prompt = Enumerable.Repeat(50, 2000).ToList();

        var room = server.Limits.GetMaxNewTokens(prompt.Count)!.Value;
        var result = await server.Client.GenerateAsync(Request(prompt, room), TestContext.Current.CancellationToken);

        Assert.InRange(room, 1, 48);
        Assert.Equal(room, result.Statistics.CompletionTokens);
        await Assert.ThrowsAsync<RequestRejectedException>(() => server.Client.GenerateAsync(Request(prompt, room + 1), TestContext.Current.CancellationToken));
        Assert.Equal(0, server.Limits.GetMaxNewTokens(5000));
        Assert.Throws<InvalidValueException>(() => server.Limits.GetMaxNewTokens(-1));
    }

    [Fact(Timeout = 60_000)]
    public void A_recorded_server_of_2048_tokens_takes_what_it_says_it_takes()
    {
        var limits = ServerLimits.Of(null, new ServerInfo { MaxPromptTokens = 2042, CacheTokens = 26337788, SpeculativeAlgorithm = "EAGLE3", Speculation = new SpeculationSettings(3, 1, 4) });

        // It refused 5000 ids as "5004 tokens", longer than 2048.
        Assert.Equal((2048, 4), (limits.ContextLength, limits.ReservedTokens));
        Assert.Equal(2048 - 4 - 1000, limits.GetMaxNewTokens(1000));
        Assert.Null(new ServerLimits().GetMaxNewTokens(1));
    }

    private static GenerateRequest Request(List<int> prompt, int tokens) => new() { InputIds = prompt, Sampling = new SamplingParameters { MaxNewTokens = tokens, IgnoreEndToken = true, Temperature = 0 } };
}
