namespace SpeculativeDecoding.Tests;

/// <summary>Tests that measure what the process allocates: no other runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
