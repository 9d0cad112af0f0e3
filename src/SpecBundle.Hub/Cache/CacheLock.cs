namespace SpeculativeDecoding;

/// <summary>A lock among all processes (flock): on a blob the file that the Python client locks too. It ends with its process, however that ends.</summary>
internal sealed class CacheLock : IDisposable
{
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private CacheLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that is locked.</param>
    /// <param name="isShared">Whether others may hold it too, who share it.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CacheLock> AcquireAsync(string path, bool isShared, TimeProvider time, CancellationToken cancellationToken)
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
    public static CacheLock? TryAcquire(string path, bool isShared = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var acquired = new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, isShared ? FileShare.ReadWrite : FileShare.None, 1));
            if (isShared || acquired.IsStillAt(path))
            {
                return acquired;
            }

            acquired.Dispose();
            return null;
        }
        catch (IOException exception) when ((exception.HResult & 0xFFFF) is WouldBlock or SharingViolation or WouldBlockOnMac)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Other clients remove a lock file when they let go of it. Who had opened it just before would own a lock that
    /// nobody else sees; so the file gets a time of its own, which must be seen by its name as well.
    /// </summary>
    private bool IsStillAt(string path)
    {
        var mark = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromTicks(Random.Shared.NextInt64(TimeSpan.TicksPerDay));
        try
        {
            File.SetLastWriteTimeUtc(_file.SafeFileHandle, mark);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's file, in a cache that several people share: it may be locked, but only its owner may date it.
            return File.Exists(path);
        }

        return File.GetLastWriteTimeUtc(_file.SafeFileHandle) == File.GetLastWriteTimeUtc(path);
    }
}
