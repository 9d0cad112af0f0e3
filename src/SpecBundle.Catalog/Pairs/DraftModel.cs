namespace SpeculativeDecoding;

/// <summary>The draft of a pair: the small model that proposes tokens. Facts that nobody verified, recalled or computed are null.</summary>
public sealed record DraftModel
{
    /// <summary>A draft.</summary>
    /// <param name="repository">A name on the Hub (<c>organization/model</c>) or a local folder.</param>
    /// <exception cref="InvalidValueException">The name is empty, or is neither a name on the Hub nor a path.</exception>
    public DraftModel(string repository) => Repository = ModelName.Validate(repository, "DraftModel.Repository");

    /// <summary>The name on the Hub, or a local folder.</summary>
    public string Repository { get; }

    /// <summary>The speculative algorithm it was trained for. A plan passes it to the server.</summary>
    /// <value>The default value is null: a plan reads it from the draft's <c>config.json</c>, and takes the draft for an <see cref="SpeculativeAlgorithm.Eagle3"/> one, with a note, while that is not on this machine.</value>
    public SpeculativeAlgorithm? Algorithm { get; init; }

    /// <summary>Names the repository had before, or has after, a renaming.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The commit at which facts were read, 40 hexadecimal digits. Plans do not pin it.</summary>
    public Fact<string>? Revision { get; init; }

    /// <summary>The license by its short name, for example <c>mit</c>; unknown for most drafts.</summary>
    public Fact<string>? License { get; init; }

    /// <summary>The number of its parameters, without the embedding that it shares with the target.</summary>
    public Fact<long>? Parameters { get; init; }

    /// <summary>The size of its weights, in bytes.</summary>
    public Fact<long>? WeightBytes { get; init; }

    /// <summary>The longest context of the draft, in tokens. Unknown for every released draft, whose training templates say 2,048 and more.</summary>
    public Fact<int>? ContextLength { get; init; }

    /// <summary>The model class in <c>config.json</c>, for example <c>LlamaForCausalLMEagle3</c>.</summary>
    public Fact<string>? Architecture { get; init; }

    /// <summary>The number of tokens that it can propose, a subset of the target's vocabulary.</summary>
    public Fact<int>? DraftVocabularySize { get; init; }

    /// <summary>The training configuration nearest to it, with its shape. The shipped draft may differ.</summary>
    public Fact<string>? TrainingTemplate { get; init; }

    /// <summary>Which files of the repository a server needs.</summary>
    /// <value>The default value is null: configuration, tokenizer and the first format of weights at the root of the repository.</value>
    public DownloadFilter? Download { get; init; }

    /// <summary>Whether it ships inside the folder of the embedded server, to which <see cref="Repository"/> is then relative.</summary>
    /// <value>The default value is false.</value>
    public bool IsBundled { get; init; }

    /// <summary>The repository and what is known of it, in one line.</summary>
    /// <returns>For example <c>AQ-MedAI/Kimi-K2-Instruct-eagle3 (EAGLE3, license mit)</c>.</returns>
    public override string ToString() => ModelText.Describe(Repository, Algorithm?.Name, ModelText.License(License), ModelText.Size(WeightBytes), ModelText.Context(ContextLength));
}
