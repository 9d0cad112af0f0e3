namespace SpeculativeDecoding;

/// <summary>Brings the models of a launch into the cache before the server starts.</summary>
internal sealed class ModelFetch(ModelPair pair, LaunchOptions options, Action<PullProgress> report, Action<string>? note = null)
{
    // With one of these the server looks for models where the launcher does not.
    private static readonly string[] OwnWays = ["--revision", "--speculative-draft-model-revision", "--download-dir", "--load-format", "--model-path", "--model"];

    public static bool IsNeeded(ModelPair pair, LaunchOptions options) =>
        options.FetchModels
        && (options.Engine ?? pair.DefaultEngine) == LaunchEngine.Sglang
        && !options.ExtraArguments.Any(argument => OwnWays.Contains(argument.Split('=')[0]))
        && ModelRequest.Of(pair, new PullOptions { UseDraft = options.UseDraft }).Count > 0;

    /// <summary>The commits of a pair that the cache holds whole. Nobody is asked: a launch would ask the Hub whether they are still the newest.</summary>
    public static LaunchMachine WithCached(LaunchMachine machine, ModelPair pair, LaunchOptions options)
    {
        if (!IsNeeded(pair, options))
        {
            return machine;
        }

        var settings = SettingsOf(options);
        var commits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var request in ModelRequest.Of(pair, new PullOptions { UseDraft = options.UseDraft }))
        {
            if (new CacheReader(new CacheLayout(settings.CacheFolder, request.Repository)).WholeCommitOf(request.Revision) is { } commit)
            {
                commits[request.Repository.Name] = commit;
            }
        }

        return machine with { Checkpoints = commits };
    }

    /// <exception cref="HubException">A repository can't be read or fetched.</exception>
    public async Task<LaunchMachine> RunAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        using var puller = new Puller(new PullOptions { UseDraft = options.UseDraft, TimeProvider = options.TimeProvider }, SettingsOf(options), new Relay<PullProgress>(report));
        var pulled = await puller.PullAsync(pair, cancellationToken).ConfigureAwait(false);
        foreach (var said in pulled.Notes)
        {
            note?.Invoke(said);
        }

        var models = new[] { pulled.Target, pulled.Draft }.OfType<PulledModel>();
        return machine with { Checkpoints = models.DistinctBy(model => model.Repository).ToDictionary(model => model.Repository, model => model.Commit, StringComparer.Ordinal) };
    }

    /// <summary>The server will see these variables: it must find the cache that is filled here.</summary>
    private static HubSettings SettingsOf(LaunchOptions options) =>
        HubSettings.Read(name => options.Environment.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name));
}
