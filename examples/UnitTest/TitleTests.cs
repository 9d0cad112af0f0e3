using SpeculativeDecoding;

/// <summary>What an app does with answers, tested without a server: SpecClient's members can be overridden, and results be made.</summary>
public sealed class TitleTests
{
    [Fact(Timeout = 10_000)]
    public async Task A_title_has_no_quotes_around_it() =>
        Assert.Equal("Eggs in boxes", await new Titles(new Fake("\"Eggs in boxes\"\n")).OfAsync("A box holds 6 eggs."));

    private sealed class Titles(SpecClient client)
    {
        public async Task<string> OfAsync(string text) => (await client.GenerateAsync($"A title for: {text}")).Text.Trim('"', '\n');
    }

    private sealed class Fake(string answer) : SpecClient
    {
        public override Task<GenerateResult> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GenerateResult { Text = answer });
    }
}
