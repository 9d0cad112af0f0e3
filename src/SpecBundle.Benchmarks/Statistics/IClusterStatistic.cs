namespace SpeculativeDecoding.Benchmarks;

/// <summary>A figure on the log scale that is computed from sums over clusters (prompts).</summary>
internal interface IClusterStatistic
{
    int Clusters { get; }

    /// <summary>The figure itself, as near as numbers come: summed first, divided once, and never through its logarithm, by which a ratio of exactly 3 becomes 2.9999999999999996.</summary>
    double Estimate { get; }

    /// <summary>The figure's logarithm and its standard error when cluster i counts weights[i] times; not finite where it cannot be computed. The error is the linearised one, which is quick.</summary>
    (double Value, double Error) Evaluate(ReadOnlySpan<double> weights);

    /// <summary>The figure of the clusters as they were measured, and its standard error by leaving out one at a time: honest about a cluster of great weight.</summary>
    (double Value, double Error) Measure();
}
