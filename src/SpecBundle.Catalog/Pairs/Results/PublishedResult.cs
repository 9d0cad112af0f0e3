namespace SpeculativeDecoding;

/// <summary>One cell of the published benchmark of the SpecBundle release.</summary>
public sealed record PublishedResult
{
    /// <summary>The benchmark's name, for example <c>gsm8k</c>.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Requests in flight at once.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The draft as the published data calls it.</summary>
    /// <value>The default value is null: the baseline, which does not speculate.</value>
    public string? Draft { get; init; }

    /// <summary>The three numbers of speculative decoding.</summary>
    /// <value>The default value is null: the baseline.</value>
    public SpeculationSettings? Speculation { get; init; }

    /// <summary>Output tokens per second over all requests.</summary>
    public required double OutputThroughput { get; init; }

    /// <summary>Mean tokens per verify step, at least 1.</summary>
    /// <value>The default value is null: the baseline, which verifies nothing.</value>
    public double? AcceptLength { get; init; }

    /// <summary>The cell in one line.</summary>
    /// <returns>For example <c>gsm8k, batch 8, 3,1,4: 1234 tokens/s, accept length 2.82</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Benchmark}, batch {BatchSize}, {Speculation?.ToString() ?? "without draft"}: {OutputThroughput:F0} tokens/s{(AcceptLength is { } length ? FormattableString.Invariant($", accept length {length:F2}") : "")}");
}
