namespace SpeculativeDecoding;

/// <summary>The EAGLE3 draft of a pair. Facts that nobody verified, recalled or computed are null.</summary>
public sealed record DraftModel
{
    /// <summary>A draft.</summary>
    /// <param name="repository">A name on the Hub (<c>organisation/model</c>) or a local folder.</param>
    /// <exception cref="ArgumentException">The name is empty, or is neither.</exception>
    public DraftModel(string repository) => Repository = ModelName.Validate(repository, nameof(repository));

    /// <summary>The name on the Hub, or a local folder.</summary>
    public string Repository { get; }

    /// <summary>Names the repository had before, or has after, a renaming.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The commit at which facts were read, 40 hexadecimal digits. Plans do not pin it.</summary>
    public Fact<string>? Revision { get; init; }

    /// <summary>The licence, by its short name; unknown for most drafts.</summary>
    public Fact<string>? Licence { get; init; }

    /// <summary>Parameters, without the embedding that it shares with the target.</summary>
    public Fact<long>? Parameters { get; init; }

    /// <summary>The weights, in bytes.</summary>
    public Fact<long>? WeightBytes { get; init; }

    /// <summary>The longest context of the shipped draft, in tokens. Unknown for every released draft; the training templates say 2,048 and more.</summary>
    public Fact<int>? ContextLength { get; init; }

    /// <summary>The model class in <c>config.json</c>.</summary>
    public Fact<string>? Architecture { get; init; }

    /// <summary>Tokens the draft can propose, a subset of the target's vocabulary.</summary>
    public Fact<int>? DraftVocabularySize { get; init; }

    /// <summary>The training configuration nearest to it. The shipped draft may differ.</summary>
    public Fact<string>? TrainingTemplate { get; init; }

    /// <summary>Which files of the repository to download.</summary>
    public DownloadFilter? Download { get; init; }

    /// <summary>The folder is inside that of the embedded server.</summary>
    public bool IsBundled { get; init; }
}
