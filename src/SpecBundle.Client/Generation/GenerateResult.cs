namespace SpeculativeDecoding;

/// <summary>A finished answer.</summary>
public sealed record GenerateResult
{
    /// <summary>The id under which the server knew the request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The whole text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The token ids, an end token included; empty when the server sends none.</summary>
    public IReadOnlyList<int> OutputIds { get; init; } = [];

    /// <summary>Why it ended.</summary>
    public FinishReason FinishReason { get; init; } = new() { Kind = FinishKind.Stop, Name = "stop" };

    /// <summary>What was measured.</summary>
    public RequestStatistics Statistics { get; init; } = new();
}
