namespace SpeculativeDecoding;

/// <summary>
/// The Hub's client: brings models and files into the cache that every client of the Hub shares, and looks through that cache.
/// One instance serves a whole app, from any thread. Its members can be overridden, so that an app's tests need no Hub.
/// </summary>
public class HubClient : IDisposable
{
    /// <summary>The name of the <see cref="HttpClient"/> that is asked for from <see cref="HubOptions.HttpClientFactory"/>: <c>SpecBundle.Hub</c>.</summary>
    public const string HttpClientName = "SpecBundle.Hub";

    private readonly HubSettings? _settings;
    private readonly HttpMessageInvoker? _http;
    private bool _isDisposed;

    /// <summary>A client by the options, which are read once, here.</summary>
    /// <param name="options">Where the Hub and its cache are, and with which token; null leaves it to the Hub's variables (<c>HF_HOME</c>, <c>HF_TOKEN</c>, ...).</param>
    /// <exception cref="InvalidValueException">An option, a token or <c>HF_ENDPOINT</c> has a value that can't be used.</exception>
    public HubClient(HubOptions? options = null)
        : this(HubSettings.Of(options ??= new HubOptions()), options.HttpClientFactory)
    {
    }

    internal HubClient(HubSettings settings, IHttpClientFactory? factory = null) => (_settings, _http) = (settings, HubHandlers.Pipeline(settings, factory));

    /// <summary>For tests of an app, which override the members that they need; the others have nothing to work on.</summary>
    protected HubClient()
    {
    }

    /// <summary>The address of the Hub; it ends with a slash.</summary>
    public virtual Uri Endpoint => Settings.Endpoint;

    /// <summary>The folder of the cache.</summary>
    public virtual string CacheFolder => Settings.CacheFolder;

    /// <summary>Whether there is a token to send: not one that would go out in plain text (<see cref="HubOptions.AllowTokenOverHttp"/>).</summary>
    public virtual bool HasToken => Settings.Token is not null;

    /// <summary>Whether the Hub must not be asked (<c>HF_HUB_OFFLINE</c>), and the cache alone is used.</summary>
    public virtual bool IsOffline => Settings.IsOffline;

    private HubSettings Settings => _settings ?? throw new InvalidOperationException("This HubClient was made by its protected constructor: only the members that it overrides can be used.");

    /// <summary>
    /// Pulls the models of a pair. What the cache has is not downloaded again; what an earlier, interrupted pull brought is gone on with.
    /// Before the first byte of weights it is checked that both models may be read, can be served, fit each other and have room.
    /// </summary>
    /// <param name="pair">The pair. Models in folders of their own are left alone.</param>
    /// <param name="options">Revisions, connections, time-outs; null for the defaults.</param>
    /// <param name="progress">Told five times a second how far it is; null where nobody wants to know.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>Where the models lie, at which commits.</returns>
    /// <exception cref="HubException">A repository can't be read or pulled; its reason says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="CheckpointException">The weights of a model can't be served: a file is cut short, missing, or does not fit its configuration.</exception>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant, or a model of the pair lies in a folder that does not exist.</exception>
    public virtual Task<PulledPair> PullAsync(ModelPair pair, PullOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        options ??= new PullOptions();
        ModelRequest.Check(pair, options);
        return new PairPull(Begin(options, progress), pair, options).RunAsync(cancellationToken);
    }

    /// <summary>What <see cref="PullAsync"/> would download, checked as it checks. Only the lists of files, the configurations and the beginnings of the weights are read.</summary>
    /// <param name="pair">The pair. Models in folders of their own are left out.</param>
    /// <param name="options">Revisions and time-outs; null for the defaults.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The models with what each lacks, and the room there is.</returns>
    /// <exception cref="HubException">A repository can't be read; its reason says why.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="CheckpointException">The weights of a model can't be served: a file is cut short, missing, or does not fit its configuration.</exception>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant, or a model of the pair lies in a folder that does not exist.</exception>
    public virtual Task<PullPlan> PlanPullAsync(ModelPair pair, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        options ??= new PullOptions();
        ModelRequest.Check(pair, options);
        return new PairPull(Begin(options, null), pair, options).PlanAsync(cancellationToken);
    }

    /// <summary>Pulls chosen files of a model or a data set, without the rest of it. Where the Hub can't be asked, files in the cache serve if they are enough.</summary>
    /// <param name="request">The repository, and which of its files.</param>
    /// <param name="options">Connections and time-outs; the revisions of a pair do not matter here. Null for the defaults.</param>
    /// <param name="progress">Told five times a second how far it is; null where nobody wants to know.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept.</param>
    /// <returns>The files on this machine; without paths where none was chosen.</returns>
    /// <exception cref="HubException">The repository can't be read or pulled; its reason says why.</exception>
    /// <exception cref="InvalidValueException">The request or an option has a value that can't be meant.</exception>
    public virtual Task<PulledFiles> PullFilesAsync(HubFilesRequest request, PullOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return new FilesPull(Begin(options ?? new PullOptions(), progress), request).RunAsync(cancellationToken);
    }

    /// <summary>Every model in the cache, with what it takes on the disk. Sizes are read file by file: a large cache takes a moment.</summary>
    /// <returns>The models, by name.</returns>
    /// <exception cref="HubException">The cache can't be read.</exception>
    public virtual IReadOnlyList<CachedModel> ListCachedModels()
    {
        var cache = new ModelCache(CacheFolder);
        return [.. cache.Repositories().Select(cache.Find).OfType<CachedModel>()];
    }

    /// <summary>One model in the cache, with what it takes on the disk.</summary>
    /// <param name="repository">Its repository, for example <c>org/name</c>.</param>
    /// <returns>The model; null where the cache has nothing of it.</returns>
    /// <exception cref="HubException">The cache can't be read.</exception>
    /// <exception cref="InvalidValueException">No repository can be called so.</exception>
    public virtual CachedModel? FindCachedModel(string repository)
    {
        OptionRules.Repository(nameof(repository), repository);
        return new ModelCache(CacheFolder).Find(repository);
    }

    /// <summary>What the cache holds whole of a pair, at the revisions of the options. Nobody is asked, and no size is read.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">Revisions, and whether the draft matters; null for the defaults.</param>
    /// <returns>The commits of the models that can be served as they are, and what is missing.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant.</exception>
    public virtual CachedPair FindCachedPair(ModelPair pair, PullOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pair);
        options ??= new PullOptions();
        options.Check();
        var found = ModelRequest.Of(pair, options).DistinctBy(request => request.Repository).Select(request =>
        {
            var reader = new CacheReader(new CacheLayout(CacheFolder, request.Repository));
            return (request.Repository.Name, Commit: reader.WholeCommitOf(request.Revision), Folder: reader.FolderOf(request.Revision));
        }).ToList();
        return new CachedPair
        {
            Commits = found.Where(model => model.Commit is not null).ToDictionary(model => model.Name, model => model.Commit!, StringComparer.Ordinal),
            Folders = found.Where(model => model.Folder is not null).ToDictionary(model => model.Name, model => model.Folder!, StringComparer.Ordinal),
            Missing = [.. found.Where(model => model.Commit is null).Select(model => model.Name)],
        };
    }

    /// <summary>Removes models from the cache, all or none. A file in the store that repositories share goes with the last of them that has it.</summary>
    /// <param name="repositories">Their repositories; one that the cache has nothing of is passed over.</param>
    /// <returns>What is really free now, of each that the cache had.</returns>
    /// <exception cref="HubException">Somebody is pulling one, so that nothing was removed; or one can't be removed, or not wholly.</exception>
    /// <exception cref="InvalidValueException">No repository can be called so.</exception>
    public virtual IReadOnlyList<RemovedModel> RemoveCachedModels(params IReadOnlyList<string> repositories)
    {
        ArgumentNullException.ThrowIfNull(repositories);
        for (var index = 0; index < repositories.Count; index++)
        {
            OptionRules.Repository($"{nameof(repositories)}[{index}]", repositories[index]);
        }

        return new CacheRemoval(CacheFolder).Run(repositories);
    }

    /// <summary>Closes the connections of this client; those of the app's <see cref="HubOptions.HttpClientFactory"/> are the app's.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections.</summary>
    /// <param name="disposing">Whether it is disposed of, rather than collected.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _http?.Dispose();
        }
    }

    private PullWork Begin(PullOptions options, IProgress<PullProgress>? progress)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new PullWork(Settings, _http!, options, progress);
    }
}
