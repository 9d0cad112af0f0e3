namespace SpeculativeDecoding;

/// <summary>A lock of the system's among all processes (flock): on a blob the file that the Python client locks too. It ends with its process, however that ends.</summary>
internal sealed class NativeLock : CacheLock
{
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = 32;
    private readonly FileStream _file;

    private NativeLock(FileStream file) => _file = file;

    /// <summary>The lock; null while another process holds it.</summary>
    public static NativeLock? TryAcquire(string path, bool isShared = false)
    {
        try
        {
            var acquired = new NativeLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, isShared ? FileShare.ReadWrite : FileShare.None, 1));
            if (isShared || acquired.IsStillAt(path))
            {
                return acquired;
            }

            acquired.Dispose();
            return null;
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <summary>Whether locks in a folder hold anybody off. On a disk without them (some Lustre, some NFS) .NET opens the file all the same, and says nothing.</summary>
    public static bool WorksIn(string folder)
    {
        var path = Path.Combine(folder, $".{Guid.NewGuid():N}.specbundle");
        try
        {
            using var first = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1).Dispose();
                return false;
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be created, a file that somebody else made may be locked all the same.
            return true;
        }
    }

    public override void Dispose() => _file.Dispose();

    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is WouldBlock or SharingViolation or WouldBlockOnMac;

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
