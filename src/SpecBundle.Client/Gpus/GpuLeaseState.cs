namespace SpeculativeDecoding;

/// <summary>A lease as it is at this moment.</summary>
/// <param name="Holders">The servers that hold it; empty where it is free.</param>
/// <param name="WasHeld">Whether a server has held it: its memory may be on its way back.</param>
internal sealed record GpuLeaseState(IReadOnlyList<GpuHolder> Holders, bool WasHeld)
{
    // Another reader's look, or the watchdog's own, may hold the lock for a moment.
    private const int Tries = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks at a lease, without keeping it from anybody for longer than the look.</summary>
    public static async Task<GpuLeaseState> OfAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new([], false);
        }

        for (var attempt = 1; ; attempt++)
        {
            using (var file = FileLock.Open(path, out var problem))
            {
                if (file is null)
                {
                    // Nobody can take a lease that can't be locked, so no server may start there.
                    return new(problem is null ? [] : [new GpuHolder { LeaseProblem = $"its lease file {path} can't be used: {problem}" }], false);
                }

                var said = LeaseHolder.ReadAll(file.ReadText());
                if (file.TryExclusive())
                {
                    return new([], said.Count > 0);
                }

                if (attempt == Tries)
                {
                    return new(HoldersOf(said, isShared: file.TryShared()), false);
                }
            }

            await Task.Delay(BetweenTries, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of a shared lease the lines of sharers that have ended are left out; the lock says that one lives.</summary>
    private static List<GpuHolder> HoldersOf(IReadOnlyList<LeaseHolder> said, bool isShared)
    {
        if (!isShared)
        {
            return [said.Count > 0 ? said[^1].ToHolder() with { Share = null } : new GpuHolder()];
        }

        var living = said.Where(holder => holder.IsAlive).ToList();
        return living.Count == 0 ? [new GpuHolder { Share = 1 }] : [.. living.Select(holder => holder.ToHolder()).Select(holder => holder with { Share = holder.Share ?? 1 })];
    }
}
