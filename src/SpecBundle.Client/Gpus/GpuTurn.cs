namespace SpeculativeDecoding;

/// <summary>
/// The turn of a launch to choose GPUs: from the look at the leases until its server holds its own, so that launches which
/// start at once do not all choose the same one. Whoever does not get the turn in time goes on without it: the leases decide.
/// </summary>
internal sealed class GpuTurn : IDisposable
{
    private const string Name = "turn.lock";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly FileLock? _lock;

    private GpuTurn(FileLock? file) => _lock = file;

    public static async Task<GpuTurn> TakeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || GpuLeaseFolder.Open() is not { } folder || FileLock.OpenOrCreate(Path.Combine(folder.Path, Name)) is not { } file)
        {
            return new(null);
        }

        try
        {
            var started = time.GetTimestamp();
            while (!file.TryExclusive())
            {
                if (time.GetElapsedTime(started) > Longest)
                {
                    file.Dispose();
                    return new(null);
                }

                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }

            return new(file);
        }
        catch (OperationCanceledException)
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            _lock?.Dispose();
        }
    }
}
