namespace SpeculativeDecoding;

/// <summary>Looks at files through their links, as the cache of the Hub has them: .NET takes a link whose file is gone for a file.</summary>
internal static class LinkedFile
{
    /// <summary>The size of what a path leads to, in bytes; -1 where nothing can be read there.</summary>
    public static long LengthOf(string path)
    {
        try
        {
            var file = new FileInfo(path);

            // The length of a link is that of its name.
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true } ? target.Length : -1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    public static bool Exists(string path) => LengthOf(path) >= 0;
}
