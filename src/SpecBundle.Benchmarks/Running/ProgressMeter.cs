namespace SpeculativeDecoding.Benchmarks;

/// <summary>Counts what has ended, and tells.</summary>
internal sealed class ProgressMeter(IProgress<BenchmarkProgress>? progress, RunClock clock, int total, int known)
{
    private readonly Lock _lock = new();
    private int _ended;
    private int _failed;
    private string? _configuration;
    private string? _workload;
    private (double Since, long Tokens, long SpeculatedTokens, long VerifySteps) _cell;

    public void Say(string message, string? configuration, string? workload = null, string? failure = null)
    {
        lock (_lock)
        {
            (_configuration, _workload, _cell) = (configuration, workload, (clock.Seconds, 0, 0, 0));
            Report(message, failure);
        }
    }

    public void Add(RequestRecord record)
    {
        lock (_lock)
        {
            _ended++;
            _failed += record.Error is null ? 0 : 1;
            _cell.Tokens += record.CompletionTokens ?? 0;
            if (record is { VerifySteps: { } steps, CompletionTokens: { } tokens })
            {
                (_cell.VerifySteps, _cell.SpeculatedTokens) = (_cell.VerifySteps + steps, _cell.SpeculatedTokens + tokens);
            }

            Report($"{record.Configuration} {record.Workload}");
        }
    }

    private void Report(string message, string? failure = null)
    {
        var seconds = clock.Seconds - _cell.Since;
        var left = total - known - _ended;
        progress?.Report(new BenchmarkProgress
        {
            Message = message,
            Configuration = _configuration,
            Workload = _workload,
            Failure = failure,
            Done = known + _ended,
            Total = total,
            Failed = _failed,
            AcceptLength = _cell.VerifySteps > 0 ? (double)_cell.SpeculatedTokens / _cell.VerifySteps : null,
            OutputThroughput = _cell.Tokens > 0 && seconds > 0 ? _cell.Tokens / seconds : null,
            Elapsed = clock.Elapsed,
            Remaining = _ended > 0 ? clock.Elapsed / _ended * Math.Max(0, left) : null,
        });
    }
}
