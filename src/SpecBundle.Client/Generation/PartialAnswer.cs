namespace SpeculativeDecoding;

/// <summary>What had arrived of an answer that failed.</summary>
public sealed record PartialAnswer
{
    /// <summary>The id of the request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The text so far.</summary>
    public string Text { get; init; } = "";

    /// <summary>The token ids so far; empty when the server sends none.</summary>
    public IReadOnlyList<int> OutputIds { get; init; } = [];

    /// <summary>What was measured until the failure.</summary>
    public RequestStatistics Statistics { get; init; } = new();
}
