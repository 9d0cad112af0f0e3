namespace SpeculativeDecoding;

public static partial class SpecBundle
{
    // Fewer than these is no tokenizer, more is not read.
    private static readonly string[] TokenizerFileNames =
        ["tokenizer.json", "tokenizer_config.json", "config.json", "chat_template.jinja", "chat_template.json", "additional_chat_templates/tool_use.jinja", "vocab.json", "merges.txt", "tiktoken.model", "tokenizer.model"];

    /// <summary>
    /// Pulls the models of a pair into the cache that every client of the Hub shares. What the cache has is not downloaded
    /// again; what an earlier, interrupted pull brought is gone on with. <see cref="LaunchAsync"/> does this by itself; a
    /// <see cref="HubClient"/> does it with a token, a cache or an <see cref="HttpClient"/> of your own.
    /// </summary>
    /// <param name="pair">The pair. Models in folders of their own are left alone.</param>
    /// <param name="options">Revisions, connections, time-outs; null for the defaults.</param>
    /// <param name="progress">Told five times a second how far it is; null where nobody wants to know.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>Where the models lie, at which commits.</returns>
    /// <exception cref="HubException">A repository can't be read or pulled; its reason says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="CheckpointException">The weights of a model can't be served: a file is cut short, missing, or does not fit its configuration.</exception>
    /// <exception cref="InvalidValueException">An option, or a variable of the environment, has a value that can't be used.</exception>
    public static async Task<PulledPair> PullAsync(
        ModelPair pair, PullOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        using var hub = new HubClient();
        return await hub.PullAsync(pair, options, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What <see cref="PullAsync"/> would download, checked: that both may be read, fit each other and have room. Only the lists of files, the configurations and the beginnings of the weights are read.</summary>
    /// <param name="pair">The pair. Models in folders of their own are left out.</param>
    /// <param name="options">Revisions and time-outs; null for the defaults.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The models with what each lacks.</returns>
    /// <exception cref="HubException">A repository can't be read; its reason says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="CheckpointException">The weights of a model can't be served: a file is cut short, missing, or does not fit its configuration.</exception>
    /// <exception cref="InvalidValueException">An option, or a variable of the environment, has a value that can't be used.</exception>
    public static async Task<PullPlan> PlanPullAsync(ModelPair pair, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        using var hub = new HubClient();
        return await hub.PlanPullAsync(pair, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tokenizer of a pair's target, to count tokens before sending them. Only the tokenizer's files are pulled, a few megabytes; none for gpt-oss and for pairs on this machine.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">The target's revision, and time-outs; null for the defaults.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="HubException">The repository can't be read or pulled; its reason says why.</exception>
    /// <exception cref="TokenizerException">The tokenizer is of a kind that is not understood.</exception>
    /// <exception cref="EngineNotFoundException">The pair lies with the embedded server, which is not on this machine.</exception>
    /// <exception cref="InvalidValueException">An option, or a variable of the environment, has a value that can't be used.</exception>
    public static async Task<ModelTokenizer> LoadTokenizerAsync(ModelPair pair, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Target.Repository.StartsWith("openai/gpt-oss-", StringComparison.Ordinal)
            ? ModelTokenizer.GptOss()
            : ModelTokenizer.Load(await FindTokenizerAsync(pair, options, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The folder with the files of the target's tokenizer, its chat template among them; pulled where they are not on this machine.</summary>
    internal static async Task<string> FindTokenizerAsync(ModelPair pair, PullOptions? options, string? embeddedFolder, CancellationToken cancellationToken)
    {
        if (pair.Target.IsBundled)
        {
            return Path.Combine(EmbeddedInstallation.Find(embeddedFolder).Folder, pair.Target.Repository);
        }

        if (ModelName.IsFolder(pair.Target.Repository))
        {
            return pair.Target.Repository;
        }

        options ??= new PullOptions();
        var wanted = new HubFilesRequest
        {
            Repository = pair.Target.Repository,
            Revision = options.TargetRevision,
            Choose = static paths => [.. paths.Intersect(TokenizerFileNames)],
            IsEnough = static files => ModelTokenizer.CanLoad(files.Folder),
        };
        using var hub = new HubClient();
        return (await hub.PullFilesAsync(wanted, options, progress: null, cancellationToken).ConfigureAwait(false)).Folder;
    }
}
