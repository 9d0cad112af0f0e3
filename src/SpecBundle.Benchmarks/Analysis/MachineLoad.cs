namespace SpeculativeDecoding.Benchmarks;

/// <summary>What other programs took of the processors while a cell ran, on the machine of client and server.</summary>
/// <param name="Configuration">The cell's configuration.</param>
/// <param name="Workload">The cell's workload.</param>
/// <param name="OtherShare">Processor time of other programs / all there was, 0 to 1.</param>
public sealed record MachineLoad(string Configuration, string Workload, double OtherShare);
