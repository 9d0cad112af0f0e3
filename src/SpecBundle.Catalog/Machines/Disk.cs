namespace SpeculativeDecoding;

/// <summary>The disk that a folder lies on.</summary>
internal static class Disk
{
    /// <summary>The disk; null where it can't be told. The folder need not exist yet.</summary>
    public static DriveInfo? Of(string folder)
    {
        try
        {
            var existing = new DirectoryInfo(Path.GetFullPath(folder));
            while (!existing.Exists && existing.Parent is { } parent)
            {
                existing = parent;
            }

            return new DriveInfo(existing.FullName) is { IsReady: true } drive ? drive : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
