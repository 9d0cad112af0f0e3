namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a benchmark brought.</summary>
/// <param name="Report">The figures, computed from the records.</param>
/// <param name="Records">Every request.</param>
/// <param name="Failures">Configurations that could not be run to their end.</param>
/// <param name="Notes">What to know of how it was measured.</param>
public sealed record BenchmarkRun(
    BenchmarkReport Report, IReadOnlyList<RequestRecord> Records, IReadOnlyList<ConfigurationFailure> Failures, IReadOnlyList<string> Notes);
