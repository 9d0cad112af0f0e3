namespace SpeculativeDecoding;

/// <summary>
/// The locks of a cache: the system's where its disk has them, else files whose existence is the lock. Which of the two is
/// found out once, on a file of its own: a lock file left on a disk without locks would hold off the Python client for ever.
/// </summary>
internal sealed class CacheLocks
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private bool? _areNative;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that is locked.</param>
    /// <param name="isShared">Whether others may hold it too, who share it.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CacheLock> AcquireAsync(string path, bool isShared, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path, isShared) is { } acquired)
            {
                return acquired;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lock; null while another process holds it.</summary>
    public CacheLock? TryAcquire(string path, bool isShared = false)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
        }

        return AreNative(folder) ? NativeLock.TryAcquire(path, isShared) : isShared ? MarkerLock.TryShare(path) : MarkerLock.TryAcquire(path);
    }

    /// <summary>Whether the disk of a folder of the cache has locks of its own.</summary>
    public bool AreNative(string folder)
    {
        lock (_lock)
        {
            return _areNative ??= NativeLock.WorksIn(folder);
        }
    }
}
