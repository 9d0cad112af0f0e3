namespace SpeculativeDecoding;

/// <summary>Writes into the cache of the Hub: every file appears whole, by a rename.</summary>
internal sealed class CacheWriter(CacheLayout layout, bool avoidsLinks)
{
    private const string TagText =
        "Signature: 8a477f597d28d172789f06886806bc55\n# This file marks the folder as a cache: backups may leave it out.\n# See https://bford.info/cachedir/\n";

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
        if (!File.Exists(layout.Tag))
        {
            Write(layout.Tag, TagText);
        }
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
            Directory.CreateDirectory(Path.GetDirectoryName(marker)!);
            using var created = File.Open(marker, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
    }

    /// <summary>Makes a file of a snapshot out of its blob: a relative link, or the file itself where there are no links.</summary>
    public void Link(string commit, HubFile file)
    {
        var path = layout.File(commit, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        try
        {
            if (avoidsLinks)
            {
                throw new IOException("links are not wanted");
            }

            File.CreateSymbolicLink(temporary, Path.GetRelativePath(Path.GetDirectoryName(path)!, layout.Blob(file.Hash)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // No links here (Windows without developer mode, some network disks): the snapshot holds the file itself.
            File.Move(layout.Blob(file.Hash), path, overwrite: true);
            return;
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static string Temporary(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid().ToString("N")[..8]}.specbundle");

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
