namespace SpeculativeDecoding;

/// <summary>One request to <c>/generate</c>: exactly one of <see cref="Prompt"/> and <see cref="InputIds"/>.</summary>
public sealed record GenerateRequest
{
    /// <summary>The prompt as text. The server adds no chat template.</summary>
    public string? Prompt { get; init; }

    /// <summary>The prompt as token ids, each within the vocabulary of the target.</summary>
    public IReadOnlyList<int>? InputIds { get; init; }

    /// <summary>
    /// Image files (PNG, JPEG, WebP or what else the server decodes), in the order in which the prompt has the target's own
    /// placeholders for them, such as Qwen's <c>&lt;|vision_start|&gt;&lt;|image_pad|&gt;&lt;|vision_end|&gt;</c>: one placeholder an image, which the server widens.
    /// A target that reads text alone leaves them unread and says nothing.
    /// </summary>
    /// <value>The default value is null, which means the same as an empty list: no image.</value>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Images { get; init; }

    /// <summary>How to sample.</summary>
    /// <value>The default value leaves everything to the server.</value>
    public SamplingParameters Sampling { get; init; } = new();

    /// <summary>The id of the request, by which it can be aborted, from another process too; no two that run at once may have the same.</summary>
    /// <value>The default value is null: a new one. On the wire it ends with <c>#end</c>, since SGLang aborts every request whose id begins with the one it is told.</value>
    public string? RequestId { get; init; }

    /// <summary>Whether the answer comes as it is made. Without it there are no times per chunk.</summary>
    /// <value>The default value is true.</value>
    public bool Stream { get; init; } = true;

    /// <summary>Whether an answer without a limit of its own may fill the context, as chats do. Without it the server's default holds, which is 128.</summary>
    internal bool FillsContext { get; init; }

    internal static GenerateRequest Of(string prompt, SamplingParameters? sampling)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new GenerateRequest { Prompt = prompt, Sampling = sampling ?? new SamplingParameters() };
    }
}
