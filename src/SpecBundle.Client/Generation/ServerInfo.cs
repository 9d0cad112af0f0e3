namespace SpeculativeDecoding;

/// <summary>What a running server tells about itself; null is unknown.</summary>
public sealed record ServerInfo
{
    /// <summary>The release of SGLang.</summary>
    public string? Version { get; init; }

    /// <summary>The target: a repository of the Hub or a folder.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The branch, tag or commit of the target that was asked for; null also for the newest of a repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The name under which it is served.</summary>
    public string? ServedModelName { get; init; }

    /// <summary>The speculative algorithm, such as <c>EAGLE3</c>; null also for a server that does not speculate.</summary>
    public string? SpeculativeAlgorithm { get; init; }

    /// <summary>The draft: a repository of the Hub or a folder.</summary>
    public string? DraftModelPath { get; init; }

    /// <summary>The branch, tag or commit of the draft that was asked for; null also for the newest of a repository.</summary>
    public string? DraftRevision { get; init; }

    /// <summary>The three numbers of speculation; null also for a server that does not speculate.</summary>
    public SpeculationSettings? Speculation { get; init; }

    /// <summary>Whether the server changes the numbers as it goes (<c>--speculative-adaptive</c>).</summary>
    public bool? IsSpeculationAdaptive { get; init; }

    /// <summary>The context length that was set; null where the model's own holds.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The longest prompt in tokens.</summary>
    public int? MaxPromptTokens { get; init; }

    /// <summary>GPUs that share each layer.</summary>
    public int? TensorParallelSize { get; init; }

    /// <summary>The most requests that run at a time.</summary>
    public int? MaxRunningRequests { get; init; }

    /// <summary>Tokens that the KV cache holds.</summary>
    public long? CacheTokens { get; init; }

    /// <summary>Whether frames bring new text only (<c>--incremental-streaming-output</c>); null for releases without the flag.</summary>
    public bool? IncrementalOutput { get; init; }

    /// <summary>How many decoding steps a frame gathers (<c>--stream-interval</c>).</summary>
    public int? StreamInterval { get; init; }

    /// <summary>The size of the vocabulary, where the server tells it.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>What it told that can't be meant, such as a negative count, in one sentence each: the property is null then.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Further arguments that answers or their speed depend on, such as <c>dtype</c> and <c>attention_backend</c>, by SGLang's names and in the server's order; those that have a value.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];
}
