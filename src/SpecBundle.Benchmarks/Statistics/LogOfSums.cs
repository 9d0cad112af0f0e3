using System.Numerics;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Σ sign x log(Σ column): a ratio of sums with two columns (+1, -1), a ratio of two paired ratios with four. The standard
/// error is the linearised one (delta method): a cluster's influence is Σ sign x value / Σ column.
/// </summary>
internal sealed class LogOfSums(int[] signs, double[][] columns) : IClusterStatistic
{
    private readonly double[] _scales = new double[signs.Length];

    public int Clusters => columns[0].Length;

    public double Estimate => Product(1) / Product(-1);

    public static LogOfSums Ratio(double[] numerators, double[] denominators) => new([1, -1], [numerators, denominators]);

    /// <summary>(numerators / denominators) / (otherNumerators / otherDenominators), cluster by cluster of the same prompts.</summary>
    public static LogOfSums PairedRatio(double[] numerators, double[] denominators, double[] otherNumerators, double[] otherDenominators) =>
        new([1, -1, -1, 1], [numerators, denominators, otherNumerators, otherDenominators]);

    public (double Value, double Error) Evaluate(ReadOnlySpan<double> weights)
    {
        var value = 0.0;
        for (var column = 0; column < columns.Length; column++)
        {
            var sum = Dot(weights, columns[column]);
            value += signs[column] * Math.Log(sum);
            _scales[column] = signs[column] / sum;
        }

        return (value, Math.Sqrt(Clusters / (Clusters - 1.0) * SquaredInfluences(weights)));
    }

    public (double Value, double Error) Measure()
    {
        var sums = columns.Select(column => column.Sum()).ToArray();
        var shifts = new double[Clusters];
        for (var cluster = 0; cluster < Clusters; cluster++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                shifts[cluster] += signs[column] * Math.Log(1 - (columns[column][cluster] / sums[column]));
            }
        }

        var value = signs.Zip(sums, (sign, sum) => sign * Math.Log(sum)).Sum();
        var mean = shifts.Average();
        return (value, Math.Sqrt((Clusters - 1.0) / Clusters * shifts.Sum(shift => (shift - mean) * (shift - mean))));
    }

    private double Product(int sign) => columns.Where((_, column) => signs[column] == sign).Aggregate(1.0, (product, column) => product * column.Sum());

    private static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        var sums = Vector<double>.Zero;
        var index = 0;
        for (; index <= weights.Length - Vector<double>.Count; index += Vector<double>.Count)
        {
            sums += new Vector<double>(weights[index..]) * new Vector<double>(values[index..]);
        }

        var sum = Vector.Sum(sums);
        for (; index < weights.Length; index++)
        {
            sum += weights[index] * values[index];
        }

        return sum;
    }

    private double SquaredInfluences(ReadOnlySpan<double> weights)
    {
        var sums = Vector<double>.Zero;
        var index = 0;
        for (; index <= weights.Length - Vector<double>.Count; index += Vector<double>.Count)
        {
            var influence = Vector<double>.Zero;
            for (var column = 0; column < columns.Length; column++)
            {
                influence += new Vector<double>(columns[column], index) * _scales[column];
            }

            sums += influence * influence * new Vector<double>(weights[index..]);
        }

        var sum = Vector.Sum(sums);
        for (; index < weights.Length; index++)
        {
            var influence = 0.0;
            for (var column = 0; column < columns.Length; column++)
            {
                influence += columns[column][index] * _scales[column];
            }

            sum += influence * influence * weights[index];
        }

        return sum;
    }
}
