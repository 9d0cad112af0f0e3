namespace SpeculativeDecoding.Tests;

/// <summary>Pulls from a Hub of a test, with short waits between attempts.</summary>
internal static class HubProcessPulls
{
    /// <summary>The tokenizer of <c>org/target</c>, without its weights.</summary>
    public static HubFilesRequest Tokenizer { get; } = new() { Repository = "org/target", Choose = paths => [.. paths.Where(path => path == "tokenizer.json")] };

    public static HubSettings Settings(this HubProcess hub, string? token = null, params (string Name, string Value)[] more)
    {
        var environment = hub.Environment(token, more);
        return HubSettings.Read(name => environment.GetValueOrDefault(name)) with { FirstWait = TimeSpan.FromMilliseconds(1) };
    }

    public static HubClient Client(this HubProcess hub, string? token = null, params (string Name, string Value)[] more) => new(hub.Settings(token, more));

    public static async Task<PulledPair> PullAsync(
        this HubProcess hub, string target, string? draft = null, string? token = null, PullOptions? options = null, Action<PullProgress>? progress = null, params (string Name, string Value)[] more)
    {
        using var client = hub.Client(token, more);
        return await client.PullAsync(new ModelPair(target, draft), options, progress is null ? null : new Relay<PullProgress>(progress), CancellationToken.None);
    }

    public static CacheLayout Layout(this HubProcess hub, string repository) => new(hub.Cache, RepositoryName.Model(repository));
}
