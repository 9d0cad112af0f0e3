namespace SpeculativeDecoding.Benchmarks;

/// <summary>A sentence about the validity of a report.</summary>
public sealed record Finding
{
    /// <summary>What it is about.</summary>
    public FindingKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; init; }

    /// <summary>The configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>The sentence or two, with the figures that led to it and what to do.</summary>
    public required string Text { get; init; }

    /// <summary>The finding in one line.</summary>
    /// <returns>For example <c>Warning: 1,3,1,4 gsm8k: 3 of 50 requests failed ...</c></returns>
    public override string ToString() => $"{Severity}: {Configuration} {Workload}: {Text}";
}
