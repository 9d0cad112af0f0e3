namespace SpeculativeDecoding;

/// <summary>Reports a pull five times a second while it runs, and once at its end.</summary>
internal sealed class PullMeter(IProgress<PullProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private const int Window = 25;
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Queue<(long Time, long Downloaded)> _samples = new();
    private string _message = "Downloading";
    private (string Text, long Until)? _aside;

    public IReadOnlyList<FileMeter> Files { get; set; } = [];

    public long Downloaded => Files.Sum(file => file.Downloaded);

    /// <summary>Runs something and reports meanwhile. Whatever goes wrong, the work has ended when this ends.</summary>
    public async Task WhileAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = work(stop.Token);
        try
        {
            while (progress is not null && !running.IsCompleted)
            {
                Report();
                await Task.WhenAny(running, Task.Delay(Interval, time, CancellationToken.None)).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await running.ConfigureAwait(false);
        Report();
    }

    public void Say(string message)
    {
        lock (_lock)
        {
            (_message, _aside) = (message, null);
        }

        Report();
    }

    /// <summary>What is so for a while only.</summary>
    public void SayFor(TimeSpan duration, string message)
    {
        lock (_lock)
        {
            _aside = (message, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));
        }

        Report();
    }

    /// <summary>Downloads report their waits from threads of their own: one report at a time.</summary>
    private void Report()
    {
        if (progress is not null)
        {
            lock (_lock)
            {
                progress.Report(Now());
            }
        }
    }

    private PullProgress Now()
    {
        var files = Files.Select(file => file.Progress).ToList();
        var (bytes, total) = (files.Sum(file => file.Bytes), files.Sum(file => file.TotalBytes));
        var rate = Rate();
        return new PullProgress
        {
            Message = _aside is { } aside && time.GetTimestamp() < aside.Until ? aside.Text : _message,
            Bytes = bytes,
            TotalBytes = total,
            DownloadedBytes = Downloaded,
            CompleteFileCount = Files.Count(file => file.IsComplete),
            FileCount = Files.Count,
            ActiveFiles = [.. Files.Where(file => file.IsActive).Select(file => file.Progress)],
            BytesPerSecond = rate,
            Remaining = rate > 0 ? TimeSpan.FromSeconds(Math.Min((total - bytes) / rate.Value, TimeSpan.FromDays(99).TotalSeconds)) : null,
            Elapsed = time.GetElapsedTime(_started),
        };
    }

    private double? Rate()
    {
        _samples.Enqueue((time.GetTimestamp(), Downloaded));
        if (_samples.Count > Window)
        {
            _samples.Dequeue();
        }

        var (first, last) = (_samples.Peek(), _samples.Last());
        var seconds = time.GetElapsedTime(first.Time, last.Time).TotalSeconds;
        return seconds > 0.1 ? (last.Downloaded - first.Downloaded) / seconds : null;
    }
}
