namespace SpeculativeDecoding.Benchmarks;

/// <summary>A configuration whose server did not start, or died. What it had answered is in the records; the other configurations ran.</summary>
public sealed record ConfigurationFailure
{
    /// <summary>The configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>What happened, with the cause and the log where there is one.</summary>
    public required SpecBundleException Error { get; init; }

    /// <summary>What failed, and why, in one line.</summary>
    /// <returns>For example <c>1,3,1,4: The server died ...</c></returns>
    public override string ToString() => $"{Configuration}: {Error.Message}";
}
