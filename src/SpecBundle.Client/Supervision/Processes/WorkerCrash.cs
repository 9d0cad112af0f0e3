using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>
/// A process of a starting server that a signal has ended while its parent waits for it without a word: a native crash leaves
/// no traceback, and a parent that reads from a pipe does not look at its children.
/// </summary>
internal sealed class WorkerCrash(Task<int> serverProcessId, TimeProvider time)
{
    private const int SignalBits = 0x7F;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // A parent that looks at its children has asked for the exit by then.
    private const int LooksUntilCrash = 4;

    /// <summary>Completes when there is one; nowhere but on Linux.</summary>
    /// <returns>What happened, as the end of a sentence.</returns>
    public async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        var server = await serverProcessId.WaitAsync(cancellationToken).ConfigureAwait(false);
        var seen = new Dictionary<int, int>();
        while (true)
        {
            await Task.Delay(OperatingSystem.IsLinux() ? LookInterval : Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
            var crashed = ProcessTable.Read().ChildrenOf(server).Where(child => child.State == 'Z' && (child.ExitStatus & SignalBits) != 0).ToList();
            seen = crashed.ToDictionary(child => child.Id, child => seen.GetValueOrDefault(child.Id) + 1);
            if (crashed.FirstOrDefault(child => seen[child.Id] >= LooksUntilCrash) is { } lost)
            {
                return string.Create(CultureInfo.InvariantCulture, $"its process {lost.Name} ({lost.Id}) was ended by signal {lost.ExitStatus & SignalBits}, and the server waits for it");
            }
        }
    }
}
