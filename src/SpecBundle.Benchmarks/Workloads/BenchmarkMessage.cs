namespace SpeculativeDecoding.Benchmarks;

/// <summary>One earlier message of a conversation.</summary>
public sealed record BenchmarkMessage
{
    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The text.</summary>
    public required string Content { get; init; }
}
