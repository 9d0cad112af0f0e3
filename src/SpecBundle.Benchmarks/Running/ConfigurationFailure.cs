namespace SpeculativeDecoding.Benchmarks;

/// <summary>A configuration whose server did not start, or died. What it had answered is in the records; the other configurations ran.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Error">What happened, with the cause and the log where there is one.</param>
public sealed record ConfigurationFailure(string Configuration, SpecBundleException Error);
