namespace SpeculativeDecoding;

/// <summary>The right to fetch a blob, among all processes: the lock file that the Python client locks too (flock).</summary>
internal sealed class BlobLock : IDisposable
{
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private BlobLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock. It ends with the process that holds it, however that ends.</summary>
    public static async Task<BlobLock> AcquireAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } acquired)
            {
                return acquired;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lock; null while another process holds it.</summary>
    public static BlobLock? TryAcquire(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new BlobLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException exception) when ((exception.HResult & 0xFFFF) is WouldBlock or SharingViolation or WouldBlockOnMac)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
