using System.Security.Cryptography;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads the folders that are served, each file once: one that is still the same file is not read again.</summary>
internal sealed class ServedFolders(TimeProvider time)
{
    private const int BufferBytes = 1 << 20;

    // Configuration, tokenizer, template, code and weights of whatever format; not what else people keep beside a model.
    private static readonly string[] Endings = [".json", ".jinja", ".model", ".tiktoken", ".py", ".safetensors", ".bin", ".pt", ".pth", ".gguf", ".npz"];
    private static readonly string[] Names = ["merges.txt", "vocab.txt"];
    private readonly Dictionary<string, ServedFile> _known = new(StringComparer.Ordinal);

    /// <summary>Takes what an earlier session read for known.</summary>
    public void Remember(ServedFolder folder)
    {
        foreach (var file in folder.Files.Where(file => file.Identity is not null))
        {
            _known[Key(file.Name, file.Identity!)] = file;
        }
    }

    /// <summary>The length of the files that would have to be read.</summary>
    public long UnreadBytes(string folder) => FilesOf(folder).Where(name => Find(folder, name) is null).Sum(name => LinkedFile.LengthOf(Path.Combine(folder, name)));

    /// <exception cref="BenchmarkException">A file can't be read, or changes while it is.</exception>
    public async Task<ServedFolder> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var names = FilesOf(folder);
        var files = new ServedFile[names.Count];
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount / 2, 1, 8), CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, names.Count, parallel, async (index, token) => files[index] = Find(folder, names[index]) ?? await ReadAsync(folder, names[index], token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"What is served from {folder} can't be read: {exception.Message}", "Check who may read it.", exception);
        }

        var read = new ServedFolder(folder, files);
        Remember(read);
        return read;
    }

    private ServedFile? Find(string folder, string name) => FileIdentity.Of(Path.Combine(folder, name), time) is { } identity ? _known.GetValueOrDefault(Key(name, identity)) : null;

    private async Task<ServedFile> ReadAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        var before = FileIdentity.Of(path, time);
        var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = BufferBytes, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        await using (file.ConfigureAwait(false))
        {
            var digest = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            var after = FileIdentity.Of(path, time);
            return before is null || before == after
                ? new ServedFile(name, file.Position, Convert.ToHexStringLower(digest), before)
                : throw new BenchmarkException($"{path} was written while it was read.", "Wait until the model is complete, and call again.");
        }
    }

    /// <summary>What has no length is not opened: it may be a pipe, which might never answer.</summary>
    private static List<string> FilesOf(string folder)
    {
        try
        {
            var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(IsServed);
            return [.. names.Concat(Shards(folder)).Distinct().Where(name => LinkedFile.LengthOf(Path.Combine(folder, name)) > 0).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"What is served from {folder} can't be read: {exception.Message}", "Check who may read it.", exception);
        }
    }

    private static bool IsServed(string name) => !WeightFiles.IsLeftover(name) && (Names.Contains(name) || Array.Exists(Endings, end => name.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>Weights in folders below.</summary>
    private static IEnumerable<string> Shards(string folder)
    {
        var index = Path.Combine(folder, WeightIndex.FileName);
        return LinkedFile.LengthOf(index) is > 0 and <= WeightIndex.Longest ? WeightIndex.Parse(ModelFile.Read(index)).Value?.Shards ?? [] : [];
    }

    private static string Key(string name, string identity) => $"{name} {identity}";
}
