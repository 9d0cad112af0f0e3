namespace SpeculativeDecoding;

/// <summary>What a folder holds, in bytes: the files that links lead to, each once.</summary>
internal static class FolderSize
{
    public static long Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo)
            .Where(file => file is { Exists: true });
        return files.DistinctBy(file => file!.FullName).Sum(file => file!.Length);
    }
}
