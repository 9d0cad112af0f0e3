namespace SpeculativeDecoding;

/// <summary>Reports a pull five times a second while it runs, and once at its end.</summary>
internal sealed class PullMeter(IProgress<PullProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private const int Window = 25;
    private readonly long _started = time.GetTimestamp();
    private readonly Queue<(long Time, long Fetched)> _samples = new();

    public IReadOnlyList<FileMeter> Files { get; set; } = [];

    public string Message { get; set; } = "Fetching";

    public long Fetched => Files.Sum(file => file.Fetched);

    /// <summary>Runs something and reports meanwhile.</summary>
    public async Task WhileAsync(Task work)
    {
        while (progress is not null && !work.IsCompleted)
        {
            progress.Report(Now());
            await Task.WhenAny(work, Task.Delay(Interval, time)).ConfigureAwait(false);
        }

        await work.ConfigureAwait(false);
        progress?.Report(Now());
    }

    public void Say(string message)
    {
        Message = message;
        progress?.Report(Now());
    }

    private PullProgress Now()
    {
        var files = Files.Select(file => file.Progress).ToList();
        var (bytes, total) = (files.Sum(file => file.Bytes), files.Sum(file => file.Size));
        var rate = Rate();
        return new PullProgress(
            Message,
            bytes,
            total,
            Fetched,
            Files.Count(file => file.IsComplete),
            Files.Count,
            [.. Files.Where(file => file.IsActive).Select(file => file.Progress)],
            rate,
            rate > 0 ? TimeSpan.FromSeconds(Math.Min((total - bytes) / rate.Value, TimeSpan.FromDays(99).TotalSeconds)) : null,
            time.GetElapsedTime(_started));
    }

    private double? Rate()
    {
        _samples.Enqueue((time.GetTimestamp(), Fetched));
        if (_samples.Count > Window)
        {
            _samples.Dequeue();
        }

        var (first, last) = (_samples.Peek(), _samples.Last());
        var seconds = time.GetElapsedTime(first.Time, last.Time).TotalSeconds;
        return seconds > 0.1 ? (last.Fetched - first.Fetched) / seconds : null;
    }
}
