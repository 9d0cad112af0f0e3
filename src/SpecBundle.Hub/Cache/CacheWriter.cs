namespace SpeculativeDecoding;

/// <summary>Writes into the cache of the Hub: every file appears whole, by a rename.</summary>
internal sealed class CacheWriter(CacheLayout layout, bool avoidsLinks)
{
    private static readonly string[] Optional =
    [
        "generation_config.json", "chat_template.jinja", "special_tokens_map.json", "added_tokens.json", "tokenizer_config.json", "tokenizer.json",
        "preprocessor_config.json", "processor_config.json", "adapter_config.json", "model.safetensors", "model.safetensors.index.json",
    ];

    /// <summary>Makes the folders of the repository.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(layout.Blobs);
        Directory.CreateDirectory(layout.Locks);
    }

    /// <summary>Notes the commit of a branch or tag, without a line break, as other clients read it.</summary>
    public void WriteRef(string revision, string commit)
    {
        var path = layout.Ref(revision);
        if (revision != commit && SafePath.IsInside(revision) && !(File.Exists(path) && File.ReadAllText(path) == commit))
        {
            Write(path, commit);
        }
    }

    /// <summary>Marks files that models may have and this one does not, so that other clients need not ask for them.</summary>
    public void MarkMissing(RepositoryState state)
    {
        foreach (var name in Optional.Where(name => state.Files.All(file => file.Path != name)))
        {
            var marker = layout.Missing(state.Commit, name);
            if (!File.Exists(marker))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(marker)!);
                using var created = File.Open(marker, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            }
        }
    }

    /// <summary>
    /// Makes a file of a snapshot out of its blob, while the blob's lock is held: a relative link, or the file itself
    /// where there are no links.
    /// </summary>
    /// <param name="commit">The snapshot.</param>
    /// <param name="file">The file.</param>
    /// <param name="mayMove">Whether the blob was brought just now; one that was there before is linked to from other snapshots, and is copied.</param>
    public void Link(string commit, HubFile file, bool mayMove)
    {
        var (path, blob) = (layout.File(commit, file.Path), layout.Blob(file.Hash));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (TryLink(path, blob))
        {
            return;
        }

        if (mayMove)
        {
            File.Move(blob, path, overwrite: true);
        }
        else
        {
            Copy(blob, path);
        }
    }

    /// <summary>Where there are no links, a file whose bytes the snapshot has under another name is copied from there.</summary>
    /// <returns>Whether there is such a file.</returns>
    public bool CopyTwin(RepositoryState state, HubFile file)
    {
        var reader = new CacheReader(layout);
        if (state.WithHash(file.Hash).FirstOrDefault(other => reader.Has(state.Commit, other)) is not { } twin)
        {
            return false;
        }

        Copy(layout.File(state.Commit, twin.Path), layout.File(state.Commit, file.Path));
        return true;
    }

    private bool TryLink(string path, string blob)
    {
        if (avoidsLinks)
        {
            return false;
        }

        var temporary = Temporary(path);
        try
        {
            File.CreateSymbolicLink(temporary, Path.GetRelativePath(Path.GetDirectoryName(path)!, blob));
        }
        catch (Exception exception) when (LinksAreRefused(exception))
        {
            return false;
        }

        File.Move(temporary, path, overwrite: true);
        return true;
    }

    /// <summary>Windows without developer mode (1314), disks without links: not a full disk, which is no reason to do otherwise.</summary>
    private static bool LinksAreRefused(Exception exception) =>
        exception is PlatformNotSupportedException or UnauthorizedAccessException
        || (exception is IOException && (exception.HResult & 0xFFFF) is 1314 or 1 or 50 or 38 or 95 or 45 or 78 or 102);

    private static void Copy(string from, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        try
        {
            File.Copy(from, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Short, whatever the name: that may be as long as a name can be.</summary>
    private static string Temporary(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.specbundle");

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
