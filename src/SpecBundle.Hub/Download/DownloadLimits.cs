namespace SpeculativeDecoding;

/// <summary>What all downloads of a pull share.</summary>
internal sealed class DownloadLimits(PullOptions options, HubSettings settings, Action<string> say) : IDisposable
{
    public int ConnectionsPerFile { get; } = Math.Min(options.MaxConnections, 4);

    /// <summary>One for each connection that may be open; so memory is bounded too, one buffer each.</summary>
    public SemaphoreSlim Connections { get; } = new(options.MaxConnections);

    public CacheLocks Locks { get; } = new();

    public TimeSpan StallTimeout { get; } = options.StallTimeout ?? settings.StallTimeout;

    /// <summary>The wait after a first failure; it doubles.</summary>
    public TimeSpan FirstWait { get; } = settings.FirstWait;

    public TimeProvider Time { get; } = settings.TimeProvider;

    public string CacheFolder { get; } = settings.CacheFolder;

    public bool AvoidsLinks { get; } = settings.AvoidsLinks;

    /// <summary>Tells people what is done.</summary>
    public Action<string> Say { get; } = say;

    public void Dispose() => Connections.Dispose();
}
