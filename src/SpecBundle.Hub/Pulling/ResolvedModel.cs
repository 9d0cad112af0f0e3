namespace SpeculativeDecoding;

/// <summary>A model whose commit and files are known, and what the cache has of it.</summary>
/// <param name="repository">The repository, as it was asked for.</param>
/// <param name="state">What the Hub says of it.</param>
/// <param name="files">The files that are wanted.</param>
/// <param name="layout">Its place in the cache.</param>
internal sealed class ResolvedModel(RepositoryName repository, RepositoryState state, IReadOnlyList<HubFile> files, CacheLayout layout)
{
    private readonly CacheReader _reader = new(layout);

    public RepositoryName Repository { get; } = repository;

    public RepositoryState State { get; } = state;

    public CacheLayout Layout { get; } = layout;

    public IReadOnlyList<HubFile> Files { get; } = files;

    public long TotalBytes => Files.Sum(file => file.Size);

    public bool IsInSnapshot(HubFile file) => _reader.Has(State.Commit, file);

    /// <summary>Whether its bytes are there, linked or not.</summary>
    public bool IsPresent(HubFile file) => IsInSnapshot(file) || _reader.HasBlob(file);

    /// <summary>What must come over the network; what an earlier run brought of a file does not count.</summary>
    public long MissingBytes => Files.Where(file => !IsPresent(file)).DistinctBy(file => file.Hash).Sum(file => file.Size - Brought(file));

    public PlannedModel Planned => new()
    {
        Repository = Repository.Name,
        Commit = State.Commit,
        FileCount = Files.Count,
        TotalBytes = TotalBytes,
        MissingBytes = MissingBytes,
        RenamedTo = RenamedTo,
        IsGated = State.IsGated,
        XetFileCount = Files.Count(file => file.IsXet),
    };

    public PulledModel Pulled => new()
    {
        Repository = Repository.Name,
        Commit = State.Commit,
        Folder = Layout.Snapshot(State.Commit),
        Bytes = TotalBytes,
        RenamedTo = RenamedTo,
        IsConfirmedByHub = true,
    };

    /// <summary>Whether nothing is missing, not even a link.</summary>
    public bool IsComplete => Files.All(IsInSnapshot);

    private string? RenamedTo => State.WasRenamed ? State.CurrentName : null;

    private long Brought(HubFile file) => Math.Min(file.Size, PartialBlobState.WrittenIn(Layout.Partial(file.Hash)));
}
