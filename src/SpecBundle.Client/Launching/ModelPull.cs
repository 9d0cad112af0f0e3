namespace SpeculativeDecoding;

/// <summary>Brings the models of a launch into the cache before the server starts.</summary>
internal sealed class ModelPull(ModelPair pair, LaunchOptions options, Action<PullProgress> report, Action<string>? note = null)
{
    // With one of these the server looks for models where the launcher does not.
    private static readonly string[] OwnPlaces = ["--revision", "--speculative-draft-model-revision", "--download-dir", "--model-path", "--model"];

    // With this one it may not need their weights.
    private const string LoadFormat = "--load-format";

    public static bool IsNeeded(ModelPair pair, LaunchOptions options) =>
        options.PullModels
        && (options.Engine ?? pair.DefaultEngine) == LaunchEngine.Sglang
        && !Names(options, [.. OwnPlaces, LoadFormat])
        && new[] { pair.Target.Repository, options.UseDraft ? pair.Draft?.Repository : null }.Any(model => model is not null && !ModelName.IsFolder(model));

    /// <summary>The commits of a pair that the cache holds whole, and the folders of what it has. Nobody is asked: a launch would ask the Hub whether they are still the newest.</summary>
    public static LaunchMachine WithCached(LaunchMachine machine, ModelPair pair, LaunchOptions options)
    {
        if ((options.Engine ?? pair.DefaultEngine) != LaunchEngine.Sglang || Names(options, OwnPlaces))
        {
            return machine;
        }

        using var hub = HubOf(options);
        var cached = hub.FindCachedPair(pair, PullOptionsOf(options));
        return machine with
        {
            Checkpoints = IsNeeded(pair, options) ? cached.Commits : machine.Checkpoints,
            CheckpointFolders = cached.Folders,
            UnreachableCheckpoints = hub.IsOffline ? cached.Missing : machine.UnreachableCheckpoints,
        };
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

        var models = new[] { pulled.Target, pulled.Draft }.OfType<PulledModel>().DistinctBy(model => model.Repository).ToList();
        return machine with
        {
            Checkpoints = models.ToDictionary(model => model.Repository, model => model.Commit, StringComparer.Ordinal),
            CheckpointFolders = models.ToDictionary(model => model.Repository, model => model.Folder, StringComparer.Ordinal),
        };
    }

    private static bool Names(LaunchOptions options, string[] flags) => options.ExtraArguments.Any(argument => flags.Contains(argument.Split('=')[0]));

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
