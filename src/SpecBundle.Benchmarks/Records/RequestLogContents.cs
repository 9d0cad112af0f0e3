namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a file of request records holds.</summary>
public sealed record RequestLogContents
{
    /// <summary>The records, in the order they were written.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<RequestRecord> Records { get; init; } = [];

    /// <summary>What is left of a last line whose writer died in it; null when the file is whole.</summary>
    /// <value>The default value is null.</value>
    public string? TornLine { get; init; }
}
