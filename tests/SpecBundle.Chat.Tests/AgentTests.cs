using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>Agents of Microsoft.Agents.AI on the chat client.</summary>
public sealed class AgentTests(ReplayProcess replay, TinyServer tiny) : IClassFixture<ReplayProcess>, IClassFixture<TinyServer>
{
    private const int Limit = 120_000;

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_talks_to_a_launched_pair_over_several_turns(bool streams)
    {
        var agent = new ChatClientAgent(tiny.Server.AsIChatClient(), new ChatClientAgentOptions { Name = "counter", ChatOptions = new() { Temperature = 0, MaxOutputTokens = 32 } });
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        foreach (var question in (string[])["Tom has 3 apples and buys 4 more. How many apples does Tom have?", "And with 2 more?"])
        {
            var response = streams
                ? await agent.RunStreamingAsync(question, session, cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken)
                : await agent.RunAsync(question, session, cancellationToken: TestContext.Current.CancellationToken);

            Assert.NotEmpty(response.Text);
            Assert.InRange(response.Usage!.AdditionalCounts![ChatStatistics.VerifySteps], 1, 32);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_calls_its_tools(bool streams)
    {
        var weather = new Weather();
        using var client = new SpecClient(replay.Address(streams ? Weather.AddTo(replay) : Weather.AddWholeTo(replay)));
        var agent = new ChatClientAgent(client.AsIChatClient(), "You tell the weather.", "weatherman", tools: [weather.Tool]);

        var response = streams
            ? await agent.RunStreamingAsync("How is it in Paris?", cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken)
            : await agent.RunAsync("How is it in Paris?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["Paris"], weather.Asked);
        Assert.Equal("It is 22 degrees.", response.Text);
        Assert.Equal(5, response.Usage!.AdditionalCounts![ChatStatistics.VerifySteps]);
    }
}
