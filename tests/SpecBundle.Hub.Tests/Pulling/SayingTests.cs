using System.Text.Json.Nodes;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>What is left out, withheld or fetched again is told as it is.</summary>
public sealed class SayingTests
{
    private const int Timeout = 60_000;
    private const string Token = "hf_reader";

    [Theory(Timeout = Timeout)]
    [InlineData("0", "1", false)]
    [InlineData("", "1", true)]
    [InlineData(null, "1", true)]
    [InlineData("1", "0", true)]
    [InlineData("no", "yes", false)]
    [InlineData("0", "0", false)]
    public void The_Hubs_own_variable_says_whether_it_may_be_asked_and_the_other_only_where_it_is_not_set(string? hub, string? transformers, bool isOffline) =>
        Assert.Equal(isOffline, HubSettings.Read(name => name switch { "HF_HUB_OFFLINE" => hub, "TRANSFORMERS_OFFLINE" => transformers, _ => null }).IsOffline);

    [Theory(Timeout = Timeout)]
    [InlineData("http://mirror.example/", null, false)]
    [InlineData("http://mirror.example/", true, true)]
    [InlineData("http://10.0.0.7:8080/", null, false)]
    [InlineData("https://mirror.example/", null, true)]
    [InlineData("http://127.0.0.1:8080/", null, true)]
    [InlineData("http://localhost/", null, true)]
    [InlineData("http://[::1]/", null, true)]
    [InlineData("http://localhost.example/", null, false)]
    public void A_token_goes_to_no_endpoint_where_everybody_on_the_way_could_read_it_unless_it_is_allowed(string endpoint, bool? isAllowed, bool isSent)
    {
        using var client = new HubClient(new HubOptions { Endpoint = new Uri(endpoint), Token = Token, AllowTokenOverHttp = isAllowed });
        Assert.Equal(isSent, client.HasToken);
        string? Variable(string name) => name switch { "HF_TOKEN" => Token, "HF_ENDPOINT" => endpoint, "SPECBUNDLE_TOKEN_OVER_HTTP" => isAllowed == true ? "1" : null, _ => null };
        Assert.Equal((isSent, !isSent), (HubSettings.Read(Variable).Token is not null, HubSettings.Read(Variable).WithheldToken is not null));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_token_that_is_not_sent_is_told_in_the_plan_and_in_the_refusal()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/gated", RepositoryText.Target().With("gated", "auto").With("readers", new JsonArray(Token))));

        // This machine by a name that is not one of its own; the Hub listens here all the same.
        var settings = hub.Settings(Token) with { Token = null, WithheldToken = new HubToken(Token, "HF_TOKEN") };
        using var client = new HubClient(settings);
        var note = Assert.Single((await client.PlanPullAsync(new ModelPair("org/target", null))).Notes);
        Assert.Contains("The token of HF_TOKEN is not sent to http://127.0.0.1", note, StringComparison.Ordinal);
        Assert.Contains("AllowTokenOverHttp", note, StringComparison.Ordinal);
        Assert.Equal(note, (await Refusal.OfAsync(HubFailureReason.Gated, () => client.PullAsync(new ModelPair("org/gated", null)))).Hint);
        Assert.All(await hub.RequestsAsync(), request => Assert.Null(request.Authorization));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_configuration_that_was_damaged_on_its_way_is_fetched_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "resolve", Method = "GET", Path = "config.json", Corrupt = true, MeetsLooks = true });
        Assert.Equal(RepositoryText.TargetConfiguration, await File.ReadAllTextAsync(Path.Combine((await hub.PullAsync("org/target")).Target!.Folder, "config.json")));

        await hub.FaultAsync(new Fault { Where = "resolve", Method = "GET", Path = "config.json", Corrupt = true, MeetsLooks = true, Times = -1 });
        using var client = hub.Client(more: ("HF_HUB_CACHE", hub.Cache + "-other"));
        var damaged = await Refusal.OfAsync(HubFailureReason.InvalidFile, () => client.PlanPullAsync(new ModelPair("org/target", null)));
        Assert.Equal("config.json", damaged.File);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(0, "Nothing has arrived yet")]
    [InlineData(40_000, "What arrived is kept")]
    public async Task What_arrived_is_said_to_be_kept_where_something_did(long bytes, string hint)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "storage", StallAfterBytes = bytes }, new Fault { Where = "storage", CutAfterBytes = 0, MeetsLooks = true, Times = -1 });
        var failed = await Refusal.OfAsync(HubFailureReason.DownloadFailed, () => hub.PullAsync("org/target"));
        Assert.Contains(hint, failed.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("../missing", null, "ModelPair.Target")]
    [InlineData("org/target", "./missing", "ModelPair.Draft")]
    public async Task A_folder_that_does_not_exist_is_no_model_that_is_there_already(string target, string? draft, string property)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        using var client = hub.Client();
        var pair = new ModelPair(target, draft);
        Assert.Equal(property, (await Assert.ThrowsAsync<InvalidValueException>(() => client.PullAsync(pair))).Property);
        Assert.Equal(property, (await Assert.ThrowsAsync<InvalidValueException>(() => client.PlanPullAsync(pair))).Property);
        Assert.Empty(await hub.RequestsAsync());
    }
}
