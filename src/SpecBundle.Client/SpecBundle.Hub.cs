namespace SpeculativeDecoding;

public static partial class SpecBundle
{
    /// <summary>
    /// Fetches the models of a pair into the cache that every client of the Hub shares. What the cache has is not fetched
    /// again; what an earlier, interrupted pull brought is gone on with. <see cref="LaunchAsync"/> does this by itself.
    /// </summary>
    /// <param name="pair">The pair. Models in folders of their own are left alone.</param>
    /// <param name="options">How; everything has a default.</param>
    /// <param name="progress">Told five times a second how far it is.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>Where the models lie, at which commits.</returns>
    /// <exception cref="HubException">A repository can't be read or fetched; the type says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="HubSettingsException">A variable of the environment is wrong.</exception>
    public static async Task<PulledPair> PullAsync(
        ModelPair pair, PullOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        using var puller = new Puller(options ?? new PullOptions(), progress);
        return await puller.PullAsync(pair, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tokenizer of a pair's target, to count tokens before sending them. Only the tokenizer's files are fetched, a few megabytes; none for gpt-oss and for pairs on this machine.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">How; everything has a default.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="HubException">The repository can't be read or fetched; the type says why.</exception>
    /// <exception cref="TokenizerException">The tokenizer is of a kind that is not understood.</exception>
    /// <exception cref="EngineNotFoundException">The pair lies with the embedded server, which is not on this machine.</exception>
    public static async Task<ModelTokenizer> LoadTokenizerAsync(ModelPair pair, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var target = pair.Target;
        if (target.Repository.StartsWith("openai/gpt-oss-", StringComparison.Ordinal))
        {
            return ModelTokenizer.GptOss();
        }

        return ModelTokenizer.Load(await FetchTokenizerAsync(pair, options, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The folder with the files of the target's tokenizer, its chat template among them.</summary>
    internal static async Task<string> FetchTokenizerAsync(ModelPair pair, PullOptions? options, string? embeddedFolder, CancellationToken cancellationToken)
    {
        if (pair.Target.IsBundled)
        {
            return Path.Combine(EmbeddedInstallation.Find(embeddedFolder).Folder, pair.Target.Repository);
        }

        if (ModelName.IsFolder(pair.Target.Repository))
        {
            return pair.Target.Repository;
        }

        using var puller = new Puller(options ?? new PullOptions());
        return await puller.PullTokenizerAsync(pair, ModelTokenizer.CanLoad, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What <see cref="PullAsync"/> would fetch, checked: that both may be read, fit each other and have room. Only the lists of files and the configurations are read.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">How; everything has a default.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The models with what each lacks.</returns>
    /// <exception cref="HubException">A repository can't be read; the type says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="HubSettingsException">A variable of the environment is wrong.</exception>
    public static async Task<PullPlan> PlanPullAsync(ModelPair pair, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        using var puller = new Puller(options ?? new PullOptions());
        return await puller.PlanAsync(pair, cancellationToken).ConfigureAwait(false);
    }
}
