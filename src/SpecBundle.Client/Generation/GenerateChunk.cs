namespace SpeculativeDecoding;

/// <summary>What one frame brought, new things only.</summary>
public sealed record GenerateChunk
{
    /// <summary>The new text; empty while the server holds text back (half a character, the start of a stop string).</summary>
    public required string Text { get; init; }

    /// <summary>The new token ids; empty when the server sends none.</summary>
    public required IReadOnlyList<int> TokenIds { get; init; }

    /// <summary>How many tokens are new.</summary>
    public required int NewTokens { get; init; }

    /// <summary>All tokens of the answer so far.</summary>
    public required int CompletionTokens { get; init; }

    /// <summary>Time since the request was sent, taken when the bytes were read and before they were parsed.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The finished answer, in the last chunk only.</summary>
    public GenerateResult? Result { get; init; }
}
