namespace SpeculativeDecoding;

/// <summary>What a pull would do. Nothing was fetched but the list of files and the configurations.</summary>
/// <param name="Models">The models with what each lacks; models in folders of their own are left out.</param>
/// <param name="CacheFolder">The cache.</param>
/// <param name="FreeBytes">What its disk has free, in bytes; null where that can't be told.</param>
public sealed record PullPlan(IReadOnlyList<PlannedModel> Models, string CacheFolder, long? FreeBytes)
{
    /// <summary>What to know, for example that a model comes from the cache because the Hub could not be asked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All files, in bytes.</summary>
    public long TotalBytes => Models.Sum(model => model.TotalBytes);

    /// <summary>What is still to fetch, in bytes.</summary>
    public long MissingBytes => Models.Sum(model => model.MissingBytes);

    /// <summary>Whether the disk has room; true where that can't be told.</summary>
    public bool Fits => FreeBytes is not { } free || MissingBytes <= free;
}
