namespace SpeculativeDecoding;

/// <summary>A finished answer.</summary>
public sealed record GenerateResult
{
    /// <summary>The id under which the server knew the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>The whole text.</summary>
    public required string Text { get; init; }

    /// <summary>The token ids, an end token included; empty when the server sends none.</summary>
    public required IReadOnlyList<int> OutputIds { get; init; }

    /// <summary>Why it ended.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>What was measured.</summary>
    public required RequestStatistics Statistics { get; init; }
}
