namespace SpeculativeDecoding;

/// <summary>The target of a pair: the model that answers. Facts that nobody verified, recalled or computed are null.</summary>
public sealed record TargetModel
{
    /// <summary>A target.</summary>
    /// <param name="repository">A name on the Hub (<c>organization/model</c>) or a local folder.</param>
    /// <exception cref="InvalidValueException">The name is empty, or is neither a name on the Hub nor a path.</exception>
    public TargetModel(string repository) => Repository = ModelName.Validate(repository, "TargetModel.Repository");

    /// <summary>The name on the Hub, or a local folder.</summary>
    public string Repository { get; }

    /// <summary>Names the repository had before, or has after, a renaming.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The commit at which facts were read, 40 hexadecimal digits. Plans do not pin it.</summary>
    public Fact<string>? Revision { get; init; }

    /// <summary>Whether the Hub gives it only to those who accepted its license, and with a token.</summary>
    public Fact<bool>? Gated { get; init; }

    /// <summary>The license by its short name, for example <c>apache-2.0</c>.</summary>
    public Fact<string>? License { get; init; }

    /// <summary>The number of all its parameters.</summary>
    public Fact<long>? TotalParameters { get; init; }

    /// <summary>The number of parameters that take part in one token; all of them in a dense model.</summary>
    public Fact<long>? ActiveParameters { get; init; }

    /// <summary>The number of experts in a mixture layer; null for a dense model, and where unknown.</summary>
    public Fact<int>? Experts { get; init; }

    /// <summary>The number format of the released weights.</summary>
    public Fact<WeightFormat>? WeightFormat { get; init; }

    /// <summary>The size of its weights, in bytes.</summary>
    public Fact<long>? WeightBytes { get; init; }

    /// <summary>What the weights take in the memory of one GPU that holds all of them, in bytes, where that is not their size in files: some kernels pad what they compute with.</summary>
    /// <value>The default value is null: as much as in files.</value>
    public Fact<long>? LoadedWeightBytes { get; init; }

    /// <summary>The longest context, in tokens.</summary>
    public Fact<int>? ContextLength { get; init; }

    /// <summary>The number of its layers.</summary>
    public Fact<int>? Layers { get; init; }

    /// <summary>The number of query heads in an attention layer.</summary>
    public Fact<int>? AttentionHeads { get; init; }

    /// <summary>The number of key/value heads in an attention layer; null with latent attention.</summary>
    public Fact<int>? KeyValueHeads { get; init; }

    /// <summary>The number of elements in a head.</summary>
    public Fact<int>? HeadSize { get; init; }

    /// <summary>Whether keys and values are compressed into one latent vector per token, which every GPU holds whole.</summary>
    /// <value>The default value is false.</value>
    public bool UsesLatentAttention { get; init; }

    /// <summary>The KV cache of one token over all layers, in bytes, in 16-bit numbers.</summary>
    public Fact<long>? KeyValueBytesPerToken { get; init; }

    /// <summary>The number of rows of the embedding: every token id is below it.</summary>
    public Fact<int>? VocabularySize { get; init; }

    /// <summary>The model class in <c>config.json</c>, for example <c>Qwen3MoeForCausalLM</c>.</summary>
    public Fact<string>? Architecture { get; init; }

    /// <summary>Whether the repository brings Python code that the server must run. See <see cref="PlanOptions.AllowRemoteCode"/>.</summary>
    public Fact<bool>? NeedsRemoteCode { get; init; }

    /// <summary>What is particular about its chat template, in words. The server applies the template itself.</summary>
    public Fact<string>? ChatTemplate { get; init; }

    /// <summary>The name of SGLang's <c>--tool-call-parser</c> for it; null where it needs none, and where unknown.</summary>
    public Fact<string>? ToolCallParser { get; init; }

    /// <summary>The name of SGLang's <c>--reasoning-parser</c> for it; null where it needs none, and where unknown.</summary>
    public Fact<string>? ReasoningParser { get; init; }

    /// <summary>Which files of the repository a server needs.</summary>
    /// <value>The default value is null: configuration, tokenizer and the first format of weights at the root of the repository.</value>
    public DownloadFilter? Download { get; init; }

    /// <summary>Whether it ships inside the folder of the embedded server, to which <see cref="Repository"/> is then relative.</summary>
    /// <value>The default value is false.</value>
    public bool IsBundled { get; init; }

    /// <summary>The repository and what is known of it, in one line.</summary>
    /// <returns>For example <c>Qwen/Qwen3-30B-A3B-Instruct-2507 (license apache-2.0, 30.5 B parameters, 61.0 GB, 262,144 tokens of context)</c>.</returns>
    public override string ToString() => ModelText.Describe(Repository, ModelText.License(License), ModelText.Parameters(TotalParameters), ModelText.Size(WeightBytes), ModelText.Context(ContextLength));
}
