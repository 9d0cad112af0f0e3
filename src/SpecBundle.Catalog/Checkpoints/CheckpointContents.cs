namespace SpeculativeDecoding;

/// <summary>What lies in a checkpoint, as far as names, lengths and beginnings tell.</summary>
internal sealed record CheckpointContents
{
    public required CheckpointPlace Place { get; init; }

    /// <summary>The configuration; null where it can't be read.</summary>
    public CheckpointConfiguration? Configuration { get; init; }

    /// <summary>Why the configuration can't be read; null where it can.</summary>
    public string? ConfigurationObjection { get; init; }

    /// <summary>The index of the weights; null where there is none, or it can't be read.</summary>
    public WeightIndex? Index { get; init; }

    /// <summary>Why the index can't be read; null where it can, or there is none.</summary>
    public string? IndexObjection { get; init; }

    /// <summary>The safetensors files that a server would load, looked into or not.</summary>
    public IReadOnlyList<WeightFile> Weights { get; init; } = [];

    /// <summary>Weights of other formats, which are not looked into.</summary>
    public IReadOnlyList<string> OtherWeights { get; init; } = [];

    /// <summary>Those of them that are pointers of Git LFS.</summary>
    public IReadOnlyList<string> Pointers { get; init; } = [];

    /// <summary>Whether any file is there that a tokenizer is made of; true where that was not looked for.</summary>
    public bool HasTokenizer { get; init; } = true;

    /// <summary>Whether the weights are still to come, so that nothing is said of them.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The weights that are there, in bytes; null where there are none of a format that is looked into.</summary>
    public long? WeightBytes => Weights.Any(file => file.IsThere) ? Weights.Where(file => file.IsThere).Sum(file => file.Bytes) : null;

    /// <summary>Whether no file of weights is missing, whatever is in them.</summary>
    public bool IsComplete => IndexObjection is null && Weights.All(file => file.IsThere) && (Weights.Count > 0 || OtherWeights.Count > 0);

    /// <summary>Looks at a folder.</summary>
    /// <param name="place">What it is called.</param>
    /// <param name="folder">Where it lies on this machine.</param>
    public static CheckpointContents Read(CheckpointPlace place, string folder)
    {
        var (configuration, configurationObjection) = CheckpointConfiguration.Read(folder);
        var (index, indexObjection) = ReadIndex(folder);
        var names = NamesIn(folder);
        var others = WeightFiles.OfOtherFormats(names);
        return new()
        {
            Place = place,
            Configuration = configuration,
            ConfigurationObjection = configurationObjection,
            Index = index,
            IndexObjection = indexObjection,
            Weights = [.. WeightFiles.Chosen(names, index).AsParallel().AsOrdered().Select(name => WeightFile.Read(folder, name))],
            OtherWeights = others,
            HasTokenizer = Array.Exists(names, TokenizerFileName.Is),
            Pointers = [.. others.Where(name => WeightFile.IsLfsPointer(Path.Combine(folder, name)))],
        };
    }

    private static string[] NamesIn(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(LinkedFile.Exists).Select(path => Path.GetFileName(path))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static (WeightIndex? Value, string? Objection) ReadIndex(string folder)
    {
        var path = Path.Combine(folder, WeightIndex.FileName);
        if (!LinkedFile.Exists(path))
        {
            return (null, null);
        }

        try
        {
            return WeightIndex.Parse(ModelFile.Read(path, WeightIndex.Longest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message.TrimEnd('.'));
        }
    }
}
