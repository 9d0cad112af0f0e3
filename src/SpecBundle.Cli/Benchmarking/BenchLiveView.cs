using System.Globalization;
using SpeculativeDecoding.Benchmarks;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>A running benchmark on a terminal: a row for each configuration and workload, and how far all of it is.</summary>
internal sealed class BenchLiveView(Terminal terminal) : IProgress<BenchmarkProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // A terminal has 80 columns; the whole reason is in the report.
    private const int ReasonCharacters = 60;
    private readonly Lock _lock = new();
    private readonly List<(string Configuration, string Workload)> _order = [];
    private readonly Dictionary<(string Configuration, string Workload), BenchmarkProgress> _latest = [];
    private readonly Dictionary<string, string> _failures = [];
    private BenchmarkProgress? _now;

    /// <summary>Shows the work until it ends, and then leaves the terminal as it was: the report follows.</summary>
    public async Task<T> WhileAsync<T>(Func<IProgress<BenchmarkProgress>, Task<T>> work)
    {
        var running = work(this);
        await terminal.StyledError.Live(Shown()).AutoClear(true).StartAsync(async context =>
        {
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(Interval)).ConfigureAwait(false);
                context.UpdateTarget(Shown());
            }
        }).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    public void Report(BenchmarkProgress value)
    {
        lock (_lock)
        {
            _now = value;
            if (value.Configuration is { } current)
            {
                // One that is tried once more has not failed any longer.
                _failures.Remove(current);
                if (value.Failure is { } failure)
                {
                    _failures[current] = failure;
                }
            }

            if (value is { Configuration: { } configuration, Workload: { } workload })
            {
                if (!_latest.ContainsKey((configuration, workload)))
                {
                    _order.Add((configuration, workload));
                }

                _latest[(configuration, workload)] = value;
            }
        }
    }

    // What is live is added behind the console's own gate.
    private PrintableRenderable Shown() => new(Build());

    private Table Build()
    {
        lock (_lock)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var column in new[] { "configuration", "workload", "accept length", "tokens/s" })
            {
                table.AddColumn(column == "workload" ? new TableColumn(column) : new TableColumn(column).NoWrap());
            }

            foreach (var key in _order)
            {
                var cell = _latest[key];
                table.AddRow(
                    new Text(key.Configuration),
                    new Text(key.Workload),
                    new Text(cell.AcceptLength?.ToString("F2", CultureInfo.InvariantCulture) ?? "-"),
                    new Text(cell.OutputThroughput?.ToString("F0", CultureInfo.InvariantCulture) ?? "-"));
            }

            foreach (var (configuration, reason) in _failures)
            {
                table.AddRow(new Text(configuration), new Text("failed: " + Printable.Short(reason, ReasonCharacters)), new Text("-"), new Text("-"));
            }

            return table.Caption(new TableTitle(Markup.Escape(_now is null ? "" : BenchProgressView.Describe(_now))));
        }
    }
}
