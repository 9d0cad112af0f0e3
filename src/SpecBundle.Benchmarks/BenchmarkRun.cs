namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a benchmark brought.</summary>
public sealed record BenchmarkRun
{
    /// <summary>The figures, computed from the records.</summary>
    public required BenchmarkReport Report { get; init; }

    /// <summary>Every request.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<RequestRecord> Records { get; init; } = [];

    /// <summary>Configurations that could not be run to their end.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<ConfigurationFailure> Failures { get; init; } = [];

    /// <summary>What to know of how it was measured.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
