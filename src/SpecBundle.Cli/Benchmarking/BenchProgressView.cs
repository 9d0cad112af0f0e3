using System.Globalization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A running benchmark in a pipe: a line for each step and every five seconds.</summary>
internal sealed class BenchProgressView(Terminal terminal) : IProgress<BenchmarkProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private (string? Configuration, string? Workload) _step;
    private TimeSpan _written;

    public void Report(BenchmarkProgress value)
    {
        lock (_lock)
        {
            if (value.Failure is not null || _step != (value.Configuration, value.Workload) || value.Elapsed - _written >= Interval)
            {
                (_step, _written) = ((value.Configuration, value.Workload), value.Elapsed);
                terminal.Error.WriteLine(Describe(value));
            }
        }
    }

    public static string Describe(BenchmarkProgress value)
    {
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"[{value.Done}/{value.Total}] {value.Message}") };
        if (value.AcceptLength is { } accept)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"accept length {accept:F2}"));
        }

        if (value.OutputThroughput is { } throughput)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{throughput:F0} tokens/s"));
        }

        if (value.Failed > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{value.Failed} failed"));
        }

        if (value.Remaining is { } left && left > TimeSpan.Zero)
        {
            parts.Add(RemainingTime.Text(left));
        }

        return string.Join(", ", parts);
    }
}
