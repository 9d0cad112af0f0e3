namespace SpeculativeDecoding.Benchmarks;

/// <summary>The mean of one logarithm for each cluster: a geometric mean in which every prompt weighs alike.</summary>
internal sealed class MeanOfLogs(double[] logs) : IClusterStatistic
{
    public int Clusters => logs.Length;

    public double Estimate => Math.Exp(Measure().Value);

    public (double Value, double Error) Evaluate(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var index = 0; index < logs.Length; index++)
        {
            sum += weights[index] * logs[index];
        }

        var mean = sum / logs.Length;
        var squares = 0.0;
        for (var index = 0; index < logs.Length; index++)
        {
            var deviation = logs[index] - mean;
            squares += weights[index] * deviation * deviation;
        }

        return (mean, Math.Sqrt(squares / (logs.Length - 1.0) / logs.Length));
    }

    public (double Value, double Error) Measure()
    {
        var weights = new double[logs.Length];
        weights.AsSpan().Fill(1);
        return Evaluate(weights);
    }
}
