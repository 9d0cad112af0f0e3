namespace SpeculativeDecoding.Tests;

/// <summary>Requests at the same time share nothing but the server.</summary>
public sealed class ConcurrencyTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    [Fact(Timeout = 60_000)]
    public async Task Many_requests_at_once_each_get_their_own_answer()
    {
        var names = RecordedStream.FinishedNames.Where(name => name.Contains("concurrent", StringComparison.Ordinal)).ToList();
        var asked = Enumerable.Range(0, 60).Select(index => names[index % names.Count]).ToList();

        var answers = await Task.WhenAll(asked.Select(async name =>
        {
            using var client = new SpecClient(server.Address(name), new SpecClientOptions());
            return await client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken);
        }));

        Assert.Equal(asked.Select(name => RecordedStream.Load(name).Text(name)), answers.Select(answer => answer.Text));
        Assert.All(answers, answer => Assert.Empty(answer.Statistics.Violations));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_client_streams_several_answers_at_once()
    {
        const string Name = "eagle3.concurrent_0";
        using var client = new SpecClient(server.Address(Name, ";cut=97"), new SpecClientOptions());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken)));

        Assert.All(answers, answer => Assert.Equal(RecordedStream.Load(Name).Text(Name), answer.Text));
    }
}
