namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a benchmark brought.</summary>
public sealed record BenchmarkRun
{
    /// <summary>The figures, computed from the records.</summary>
    public required BenchmarkReport Report { get; init; }

    /// <summary>Every request.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<RequestRecord> Records { get; init; } = [];

    /// <summary>What served: of a server that ran already in its own words, whatever pair was named beside it; null where none came up.</summary>
    /// <value>The default value is null.</value>
    public ServedPair? Served { get; init; }

    /// <summary>Configurations that could not be run to their end.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<ConfigurationFailure> Failures { get; init; } = [];

    /// <summary>What to know of how it was measured.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A configuration whose server did not start, or died. What it had answered is in the records; the other configurations ran.</summary>
public sealed record ConfigurationFailure
{
    /// <summary>The configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>What happened, with the cause and the log where there is one.</summary>
    public required SpecBundleException Error { get; init; }

    /// <summary>Requests that were not asked because of it.</summary>
    public int RequestsLeft { get; init; }

    /// <summary>What failed, and why, in one line.</summary>
    /// <returns>For example <c>1,3,1,4: The server died ...</c></returns>
    public override string ToString() => $"{Configuration}: {Error.Message}";
}
