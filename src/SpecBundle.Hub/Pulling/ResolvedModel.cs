namespace SpeculativeDecoding;

/// <summary>A model whose commit and files are known, and what the cache has of it.</summary>
internal sealed class ResolvedModel(ModelRequest request, RepositoryState state, CacheLayout layout)
{
    private readonly CacheReader _reader = new(layout);

    public ModelRequest Request { get; } = request;

    public RepositoryState State { get; } = state;

    public CacheLayout Layout { get; } = layout;

    public IReadOnlyList<HubFile> Files { get; } = NeededFiles.Of(state.Files, request.Filter);

    public long TotalBytes => Files.Sum(file => file.Size);

    public bool IsInSnapshot(HubFile file) => _reader.Has(State.Commit, file);

    /// <summary>Whether its bytes are there, linked or not.</summary>
    public bool IsPresent(HubFile file) => IsInSnapshot(file) || _reader.HasBlob(file);

    /// <summary>What must come over the network; what an earlier run brought of a file does not count.</summary>
    public long MissingBytes => Files.Where(file => !IsPresent(file)).DistinctBy(file => file.Hash).Sum(file => file.Size - Brought(file));

    public PlannedModel Planned => new(Request.Repository.Name, State.Commit, Files.Count, TotalBytes, MissingBytes)
    {
        RenamedTo = State.WasRenamed ? State.CurrentName : null,
        IsGated = State.IsGated,
        XetFiles = Files.Count(file => file.IsXet),
    };

    public PulledModel Pulled => new(Request.Repository.Name, State.Commit, Layout.Snapshot(State.Commit), TotalBytes)
    {
        RenamedTo = State.WasRenamed ? State.CurrentName : null,
        IsFresh = true,
    };

    /// <summary>Whether nothing is missing, not even a link.</summary>
    public bool IsComplete => Files.All(IsInSnapshot);

    private long Brought(HubFile file) => Math.Min(file.Size, PartialBlobState.WrittenIn(Layout.Partial(file.Hash)));
}
