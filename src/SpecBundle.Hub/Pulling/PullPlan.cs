namespace SpeculativeDecoding;

/// <summary>What a pull would do. Nothing was downloaded but the lists of files, the configurations and the beginnings of the weights.</summary>
public sealed record PullPlan
{
    /// <summary>The models with what each lacks, the target first; models in folders of their own are left out.</summary>
    public IReadOnlyList<PlannedModel> Models { get; init; } = [];

    /// <summary>The folder of the cache.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>What its disk has free, in bytes; null where that can't be told.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>What to know, for example that a model comes from the cache because the Hub could not be asked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All files, in bytes.</summary>
    public long TotalBytes => Models.Sum(model => model.TotalBytes);

    /// <summary>What is still to download, in bytes.</summary>
    public long MissingBytes => Models.Sum(model => model.MissingBytes);

    /// <summary>Whether the disk has room; true where that can't be told.</summary>
    public bool Fits => FreeBytes is not { } free || MissingBytes <= free;

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>4.9 GB of 61.5 GB to download into /home/me/.cache/huggingface/hub, 800.0 GB free</c>.</returns>
    public override string ToString() =>
        $"{ByteSize.Format(MissingBytes)} of {ByteSize.Format(TotalBytes)} to download into {CacheFolder}, {(FreeBytes is { } free ? $"{ByteSize.Format(free)} free" : "free space unknown")}";
}
