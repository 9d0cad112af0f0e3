using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>A Prometheus histogram: counts up to each bound, sum and count.</summary>
internal sealed class MetricHistogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length];
    private long _total;
    private double _sum;

    public static MetricHistogram OfRequests() => new(0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400);

    public static MetricHistogram OfTokens() =>
        new(0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8);

    public void Observe(double value, int times = 1)
    {
        _total += times;
        _sum += value * times;
        for (var i = 0; i < bounds.Length; i++)
        {
            _counts[i] += value <= bounds[i] ? times : 0;
        }
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{MetricsText.Number(bounds[i])}\"}} {MetricsText.Number(_counts[i])}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"+Inf\"}} {MetricsText.Number(_total)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {MetricsText.Number(_sum)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_count{{{labels}}} {MetricsText.Number(_total)}\n");
    }
}
