namespace SpeculativeDecoding;

/// <summary>Brings the models of a launch into the cache before the server starts.</summary>
internal sealed class ModelPull(ModelPair pair, LaunchOptions options, Action<PullProgress> report, Action<string>? note = null)
{
    // With one of these the server looks for models where the launcher does not.
    private static readonly string[] OwnWays = ["--revision", "--speculative-draft-model-revision", "--download-dir", "--load-format", "--model-path", "--model"];

    public static bool IsNeeded(ModelPair pair, LaunchOptions options) =>
        options.PullModels
        && (options.Engine ?? pair.DefaultEngine) == LaunchEngine.Sglang
        && !options.ExtraArguments.Any(argument => OwnWays.Contains(argument.Split('=')[0]))
        && new[] { pair.Target.Repository, options.UseDraft ? pair.Draft?.Repository : null }.Any(model => model is not null && !ModelName.IsFolder(model));

    /// <summary>The commits of a pair that the cache holds whole. Nobody is asked: a launch would ask the Hub whether they are still the newest.</summary>
    public static LaunchMachine WithCached(LaunchMachine machine, ModelPair pair, LaunchOptions options)
    {
        if (!IsNeeded(pair, options))
        {
            return machine;
        }

        using var hub = HubOf(options);
        return machine with { Checkpoints = hub.FindCachedPair(pair, PullOptionsOf(options)).Commits };
    }

    /// <exception cref="HubException">A repository can't be read or pulled.</exception>
    public async Task<LaunchMachine> RunAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        using var hub = HubOf(options);
        var pulled = await hub.PullAsync(pair, PullOptionsOf(options), new Relay<PullProgress>(report), cancellationToken).ConfigureAwait(false);
        foreach (var said in pulled.Notes)
        {
            note?.Invoke(said);
        }

        var models = new[] { pulled.Target, pulled.Draft }.OfType<PulledModel>();
        return machine with { Checkpoints = models.DistinctBy(model => model.Repository).ToDictionary(model => model.Repository, model => model.Commit, StringComparer.Ordinal) };
    }

    private static PullOptions PullOptionsOf(LaunchOptions options) => new() { UseDraft = options.UseDraft };

    /// <summary>The server will see these variables: it must find the cache that is filled here.</summary>
    private static HubClient HubOf(LaunchOptions options)
    {
        var hub = new HubOptions { TimeProvider = options.TimeProvider, HttpClientFactory = options.Client.HttpClientFactory };
        foreach (var (name, value) in options.Environment)
        {
            hub.Environment[name] = value;
        }

        return new HubClient(hub);
    }
}
