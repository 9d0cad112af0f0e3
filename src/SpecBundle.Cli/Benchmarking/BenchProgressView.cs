using System.Globalization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A running benchmark: one line that changes on a terminal, a line for each step and every five seconds in a pipe.</summary>
internal sealed class BenchProgressView(Terminal terminal) : IProgress<BenchmarkProgress>
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private (string? Configuration, string? Workload) _step;
    private string? _message;
    private TimeSpan _written = TimeSpan.MinValue;
    private bool _open;

    public void Report(BenchmarkProgress value)
    {
        lock (_lock)
        {
            var isNew = _step != (value.Configuration, value.Workload) || (value.Workload is null && value.Message != _message && !terminal.IsErrorRedirected);
            var since = value.Elapsed - (_written < TimeSpan.Zero ? TimeSpan.Zero : _written);
            if (!isNew && since < (terminal.IsErrorRedirected ? PipeInterval : TerminalInterval))
            {
                return;
            }

            (_step, _message, _written) = ((value.Configuration, value.Workload), value.Message, value.Elapsed);
            if (terminal.IsErrorRedirected)
            {
                terminal.Error.WriteLine(Describe(value));
            }
            else
            {
                terminal.Error.Write($"\r\u001b[K{Describe(value)}");
                _open = true;
            }
        }
    }

    /// <summary>Ends the changing line.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_open)
            {
                terminal.Error.WriteLine();
                _open = false;
            }
        }
    }

    private static string Describe(BenchmarkProgress value)
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
            parts.Add(left.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes} min {left.Seconds} s left") : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):F0} s left"));
        }

        return string.Join(", ", parts);
    }
}
