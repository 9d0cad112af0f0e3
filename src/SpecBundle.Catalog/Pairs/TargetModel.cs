namespace SpeculativeDecoding;

/// <summary>The model that answers. Facts that nobody verified, recalled or computed are null.</summary>
public sealed record TargetModel
{
    /// <summary>A target.</summary>
    /// <param name="repository">A name on the Hub (<c>organisation/model</c>) or a local folder.</param>
    /// <exception cref="ArgumentException">The name is empty, or is neither.</exception>
    public TargetModel(string repository) => Repository = ModelName.Validate(repository, nameof(repository));

    /// <summary>The name on the Hub, or a local folder.</summary>
    public string Repository { get; }

    /// <summary>Names the repository had before, or has after, a renaming.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The commit at which facts were read, 40 hexadecimal digits. Plans do not pin it.</summary>
    public Fact<string>? Revision { get; init; }

    /// <summary>Whether the Hub asks for an accepted licence and a token.</summary>
    public Fact<bool>? Gated { get; init; }

    /// <summary>The licence, by its short name.</summary>
    public Fact<string>? Licence { get; init; }

    /// <summary>All parameters.</summary>
    public Fact<long>? ParametersTotal { get; init; }

    /// <summary>Parameters that take part in one token; all of them in a dense model.</summary>
    public Fact<long>? ParametersActive { get; init; }

    /// <summary>Experts per mixture layer; null for a dense model or where unknown.</summary>
    public Fact<int>? Experts { get; init; }

    /// <summary>The released number format of the weights.</summary>
    public Fact<NumberFormat>? NumberFormat { get; init; }

    /// <summary>The weights, in bytes.</summary>
    public Fact<long>? WeightBytes { get; init; }

    /// <summary>The longest context, in tokens.</summary>
    public Fact<int>? ContextLength { get; init; }

    /// <summary>Layers.</summary>
    public Fact<int>? Layers { get; init; }

    /// <summary>Query heads per attention layer.</summary>
    public Fact<int>? AttentionHeads { get; init; }

    /// <summary>Key/value heads per attention layer; null with latent attention.</summary>
    public Fact<int>? KeyValueHeads { get; init; }

    /// <summary>Elements per head.</summary>
    public Fact<int>? HeadSize { get; init; }

    /// <summary>Keys and values are compressed into one latent vector per token, which every GPU holds whole.</summary>
    public bool UsesLatentAttention { get; init; }

    /// <summary>KV cache per token over all layers, in bytes, in 16-bit numbers.</summary>
    public Fact<long>? KeyValueBytesPerToken { get; init; }

    /// <summary>Rows of the embedding: token ids are below it.</summary>
    public Fact<int>? VocabularySize { get; init; }

    /// <summary>The model class in <c>config.json</c>.</summary>
    public Fact<string>? Architecture { get; init; }

    /// <summary>Whether the repository brings Python code that must be run.</summary>
    public Fact<bool>? NeedsRemoteCode { get; init; }

    /// <summary>What is particular about its chat template. SGLang applies the template itself.</summary>
    public Fact<string>? ChatTemplate { get; init; }

    /// <summary>SGLang's <c>--tool-call-parser</c> for it.</summary>
    public Fact<string>? ToolCallParser { get; init; }

    /// <summary>SGLang's <c>--reasoning-parser</c> for it; null where it needs none or that is unknown.</summary>
    public Fact<string>? ReasoningParser { get; init; }

    /// <summary>Which files of the repository to download.</summary>
    public DownloadFilter? Download { get; init; }

    /// <summary>The folder is inside that of the embedded server.</summary>
    public bool IsBundled { get; init; }
}
