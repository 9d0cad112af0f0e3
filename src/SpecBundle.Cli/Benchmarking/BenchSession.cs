using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>Runs a benchmark, with what people see of it.</summary>
internal sealed class BenchSession(Terminal terminal, BenchmarkOptions options, IReadOnlyList<MetricLimit> limits, bool json)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Task<BenchmarkRun> Work(IProgress<BenchmarkProgress> progress) => Benchmark.RunAsync(options, progress, cancellationToken);
            var run = await (terminal.RewritesError ? new BenchLiveView(terminal).WhileAsync(Work) : Work(new BenchProgressView(terminal))).ConfigureAwait(false);
            Write(run);
            var isBroken = LimitOption.Report(terminal, limits, run.Report);
            return run.Failures.Count > 0 || run.Report.Cells.Any(cell => cell.Failed > 0) ? ExitCode.Failed : isBroken ? ExitCode.LimitBroken : ExitCode.Done;
        }
        catch (DatasetException exception) when (options.Data is not null)
        {
            ErrorView.Write(terminal, exception);
            terminal.Error.WriteLine("Without --data the data sets are pulled from the Hub.");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"Interrupted. What had ended is in {options.Folder}; the same command goes on there.");
            throw;
        }
    }

    private void Write(BenchmarkRun run)
    {
        if (json)
        {
            terminal.Output.WriteJson(run.ToJson(options.Pair));
        }
        else
        {
            BenchReportView.Write(terminal, run);
            terminal.Output.WriteLine($"Results: {Path.GetFullPath(options.Folder!)} (requests.jsonl, results.json, summary.json, summary.md, dashboard.html)");
        }

        foreach (var failure in run.Failures)
        {
            terminal.Error.WriteLine($"The configuration {failure.Configuration} failed:");
            ErrorView.Write(terminal, failure.Error);
            if (failure.RequestsLeft > 0)
            {
                terminal.Error.WriteLine($"{failure.RequestsLeft} requests were not asked.");
            }
        }
    }
}
