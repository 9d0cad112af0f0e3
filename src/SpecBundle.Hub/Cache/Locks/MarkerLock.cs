namespace SpeculativeDecoding;

/// <summary>
/// A lock that is the existence of a file, for disks without locks: the Python client falls back to the same there. The file
/// goes with the lock; one that a process left when it was killed is removed by the next who wants it.
/// </summary>
internal sealed class MarkerLock : CacheLock
{
    private const int Exists = 17;
    private const int ExistsOnWindows = 80;
    private const int AlreadyExistsOnWindows = 183;
    private const string SharedSuffix = ".use";
    private readonly string _path;
    private readonly string _text;

    private MarkerLock(string path, string text) => (_path, _text) = (path, text);

    /// <summary>The lock; null while somebody holds or shares it.</summary>
    public static MarkerLock? TryAcquire(string path)
    {
        if (TryCreate(path) is not { } created)
        {
            return null;
        }

        if (Sharers(path).All(LockMarker.RemoveIfLeft))
        {
            return created;
        }

        created.Dispose();
        return null;
    }

    /// <summary>A lock beside others who share it; null while somebody holds it alone.</summary>
    public static MarkerLock? TryShare(string path)
    {
        var created = TryCreate($"{path}.{Guid.NewGuid():N}{SharedSuffix}");

        // Looked at after the own marker can be seen: of two who come at once, one sees the other.
        if (created is not null && LockMarker.RemoveIfLeft(path))
        {
            return created;
        }

        created?.Dispose();
        return null;
    }

    public override void Dispose()
    {
        try
        {
            // Somebody who took us for dead may have put a lock of his own there.
            if (LockMarker.Read(_path)?.Text == _text)
            {
                File.Delete(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It names this process: once that has ended, the next removes it.
        }
    }

    private static IEnumerable<string> Sharers(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*{SharedSuffix}");

    private static MarkerLock? TryCreate(string path)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                return new MarkerLock(path, LockMarker.Create(path));
            }
            catch (IOException exception) when ((exception.HResult & 0xFFFF) is Exists or ExistsOnWindows or AlreadyExistsOnWindows)
            {
                if (!LockMarker.RemoveIfLeft(path))
                {
                    return null;
                }
            }
        }

        return null;
    }
}
