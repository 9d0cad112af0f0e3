namespace SpeculativeDecoding;

/// <summary>
/// The turn of a launch to choose GPUs: from the look at the leases until its server holds its own, so that launches which
/// start at once do not all choose the same one. Whoever does not get the turn in time goes on without it: the leases decide.
/// </summary>
/// <param name="folder">Where the lock lies; null where there is none, and no turns.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Hears what is waited for.</param>
internal sealed class GpuTurn(GpuLeaseFolder? folder, TimeProvider time, Action<string> report)
{
    private const string Name = "turn.lock";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1);
    private TimeSpan _patience = TimeSpan.FromSeconds(5);
    private bool _isSaid;

    /// <summary>Waits for the turn; after one wait in vain it only tries, as whoever has it may be stopped.</summary>
    /// <returns>What ends the turn; null where it was not to be had.</returns>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || folder is null || FileLock.OpenOrCreate(Path.Combine(folder.Path, Name)) is not { } file)
        {
            return null;
        }

        try
        {
            var started = time.GetTimestamp();
            while (!file.TryExclusive())
            {
                var waited = time.GetElapsedTime(started);
                if (waited >= _patience)
                {
                    _patience = TimeSpan.Zero;
                    file.Dispose();
                    return null;
                }

                if (waited >= Unsaid && !_isSaid)
                {
                    _isSaid = true;
                    report("Waiting for another launch to choose its GPU");
                }

                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
