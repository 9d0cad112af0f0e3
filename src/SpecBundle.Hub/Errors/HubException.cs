namespace SpeculativeDecoding;

/// <summary>
/// A pull, or a look into the cache, did not succeed. <see cref="Reason"/> says why, <see cref="SpecBundleException.Hint"/> the way out;
/// the other properties are the facts, null where they do not belong to the reason or are not known.
/// </summary>
/// <param name="reason">Why.</param>
/// <param name="message">What happened, in one sentence.</param>
/// <param name="hint">What to do about it; null where nothing better than the message is known.</param>
/// <param name="innerException">What caused it; null where nothing did.</param>
public sealed class HubException(HubFailureReason reason, string message, string? hint = null, Exception? innerException = null)
    : SpecBundleException(message, hint, innerException)
{
    /// <summary>Why it did not succeed.</summary>
    public HubFailureReason Reason { get; } = reason;

    /// <summary>The repository that was asked for, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>; null where the failure is of no single one.</summary>
    public string? Repository { get; init; }

    /// <summary>The branch, tag or commit that was asked for; of <see cref="HubFailureReason.RevisionNotFound"/> and <see cref="HubFailureReason.FileNotFound"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>The file, as a path inside the repository; of <see cref="HubFailureReason.FileNotFound"/>, <see cref="HubFailureReason.DownloadFailed"/> and <see cref="HubFailureReason.InvalidFile"/>.</summary>
    public string? File { get; init; }

    /// <summary>The page where the license is accepted; of <see cref="HubFailureReason.Gated"/>.</summary>
    public Uri? LicensePage { get; init; }

    /// <summary>Whether a token was sent; of <see cref="HubFailureReason.Gated"/> and <see cref="HubFailureReason.RepositoryNotFound"/>.</summary>
    public bool? HasToken { get; init; }

    /// <summary>Where the token came from, for example <c>HF_TOKEN</c>, never the token itself; of <see cref="HubFailureReason.TokenRejected"/>.</summary>
    public string? TokenSource { get; init; }

    /// <summary>How long the Hub asks to wait; of <see cref="HubFailureReason.RateLimited"/>, null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The folder of the cache; of <see cref="HubFailureReason.DiskFull"/> and <see cref="HubFailureReason.CacheUnusable"/>.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>What is still to download, in bytes; of <see cref="HubFailureReason.DiskFull"/>.</summary>
    public long? NeededBytes { get; init; }

    /// <summary>What the disk of the cache has free, in bytes; of <see cref="HubFailureReason.DiskFull"/>.</summary>
    public long? FreeBytes { get; init; }
}
