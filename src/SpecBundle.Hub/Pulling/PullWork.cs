namespace SpeculativeDecoding;

/// <summary>What everything that one pull does has in common: the Hub, the cache, the counts, the notes, the time.</summary>
internal sealed class PullWork
{
    private readonly PullOptions _options;
    private readonly List<string> _notes = [];

    public PullWork(HubSettings settings, HttpMessageInvoker http, PullOptions options, IProgress<PullProgress>? progress)
    {
        options.Check();
        if (settings.WithheldToken is { } withheld)
        {
            Note(HubFailure.Withheld(withheld, settings.Endpoint));
        }

        (Settings, _options, Meter) = (settings, options, new PullMeter(progress, settings.TimeProvider));
        Api = new HubApi(new HubTransport(settings, http, wait => Meter.SayFor(wait, FormattableString.Invariant($"The Hub asks to wait {wait.TotalSeconds:0} s"))));
        Download = new ModelDownload(Api, settings, options, Meter);
    }

    public HubSettings Settings { get; }

    public HubApi Api { get; }

    public PullMeter Meter { get; }

    public ModelDownload Download { get; }

    public IReadOnlyList<string> Notes => [.. _notes];

    public void Note(string note) => _notes.Add(note);

    public CacheLayout LayoutOf(RepositoryName repository) => new(Settings.CacheFolder, repository);

    /// <summary>Asks the Hub for the commit and the files of a revision.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="revision">The branch, tag or commit.</param>
    /// <param name="choose">Which of its files are wanted.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<ResolvedModel> ResolveAsync(RepositoryName repository, string revision, Func<IReadOnlyList<HubFile>, IReadOnlyList<HubFile>> choose, CancellationToken cancellationToken)
    {
        var state = await Api.ResolveAsync(repository, revision, cancellationToken).ConfigureAwait(false);
        if (state.WasRenamed)
        {
            Note($"{repository.Name} is now called {state.CurrentName}.");
        }

        // What this machine can't have matters only where it is wanted.
        var wanted = choose([.. state.Files, .. state.OtherFiles]);
        return wanted.FirstOrDefault(file => file.Objection is not null) is { } refused
            ? throw HubFailure.InvalidFile(repository.Name, refused.Path, $"{refused.Objection}, and it is needed.", "Choose other files, or another revision, of this repository.")
            : new ResolvedModel(repository, state, wanted, LayoutOf(repository));
    }

    /// <summary>Runs within the time that the options allow, and lets no error out but typed ones.</summary>
    public async Task<T> WithinAsync<T>(string repository, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeLimit.ForTimer(_options.Timeout), Settings.TimeProvider);
        using var largest = FileSizeLimit.Watch();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HubFailure.CacheUnusable(Settings.CacheFolder, exception, Meter.Downloaded > 0);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw HubFailure.TimedOut(repository, _options.Timeout, Meter.Downloaded > 0, exception);
        }
    }
}
