namespace SpeculativeDecoding.Benchmarks;

/// <summary>One earlier message of a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">The text.</param>
public sealed record BenchmarkMessage(string Role, string Content);
