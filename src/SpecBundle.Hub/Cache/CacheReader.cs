namespace SpeculativeDecoding;

/// <summary>What the cache has of a repository, whoever downloaded it.</summary>
internal sealed class CacheReader(CacheLayout layout)
{
    /// <summary>The commit of a revision; null where the cache does not know it.</summary>
    public string? CommitOf(string revision)
    {
        if (revision.Length == 40 && revision.All(char.IsAsciiHexDigitLower))
        {
            return Directory.Exists(layout.Snapshot(revision)) ? revision : null;
        }

        if (!SafePath.IsInside(revision))
        {
            return null;
        }

        try
        {
            var path = layout.Ref(revision);
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: 40 } commit && commit.All(char.IsAsciiHexDigit) ? commit : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The commit of a revision whose checkpoint can be served; null where the cache has none, or not all of it.</summary>
    public string? WholeCommitOf(string revision) => CommitOf(revision) is { } commit && WhatIsMissing(commit) is null ? commit : null;

    /// <summary>The folder of a revision with a configuration in it, whole or not; null where the cache has none.</summary>
    public string? FolderOf(string revision) =>
        CommitOf(revision) is { } commit && LinkedFile.Exists(layout.File(commit, CheckpointConfiguration.FileName)) ? layout.Snapshot(commit) : null;

    /// <summary>The commit of a revision and the files that can be read of it; null where the cache does not know it.</summary>
    public (string Commit, IReadOnlyList<string> Paths)? FilesOf(string revision)
    {
        if (CommitOf(revision) is not { } commit || !Directory.Exists(layout.Snapshot(commit)))
        {
            return null;
        }

        var folder = layout.Snapshot(commit);
        return (commit, [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(LinkedFile.Exists)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))]);
    }

    /// <summary>Whether a file of a commit can be read: a link whose blob is gone does not count.</summary>
    public bool Has(string commit, HubFile file) => LinkedFile.LengthOf(layout.File(commit, file.Path)) == file.Size;

    public bool HasBlob(HubFile file) => LinkedFile.LengthOf(layout.Blob(file.Hash)) == file.Size;

    /// <summary>What a checkpoint in the cache lacks; null where nothing does. Judged by its own index, since nobody may be asked.</summary>
    public string? WhatIsMissing(string commit) => CheckpointFiles.WhatIsMissing(layout.Snapshot(commit));
}
