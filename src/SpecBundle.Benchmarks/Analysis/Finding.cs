namespace SpeculativeDecoding.Benchmarks;

/// <summary>A sentence about the validity of a report.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Text">The sentence or two, with the figures that led to it and what to do.</param>
public sealed record Finding(FindingKind Kind, FindingSeverity Severity, string Configuration, string Workload, string Text);
