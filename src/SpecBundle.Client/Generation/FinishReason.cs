namespace SpeculativeDecoding;

/// <summary>Why an answer ended, with what the server tells about it.</summary>
public sealed record FinishReason
{
    /// <summary>The kind of end.</summary>
    public FinishKind Kind { get; init; }

    /// <summary>The server's own word, such as <c>stop</c>, <c>length</c> or <c>abort</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The end token or stop token that matched.</summary>
    public int? MatchedToken { get; init; }

    /// <summary>The stop string or pattern that matched.</summary>
    public string? MatchedText { get; init; }

    /// <summary>For <see cref="FinishKind.Length"/>, the number of tokens it ended at.</summary>
    public int? Length { get; init; }

    /// <summary>For <see cref="FinishKind.Abort"/>, what the server says of it.</summary>
    public string? Message { get; init; }

    /// <summary>For <see cref="FinishKind.Abort"/>, the HTTP status that the server gives it.</summary>
    public int? StatusCode { get; init; }

    /// <summary>For <see cref="FinishKind.Abort"/>, the server's name for the error.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The server's word for it.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
