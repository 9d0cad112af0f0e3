using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>What a watchdog tells between the lines of its server's log: the server's process, the leases, the end.</summary>
internal sealed class WatchdogReport
{
    private const string ProcessLine = "specbundle-server-process ";
    private const string LeasesHeldLine = "specbundle-leases-held";
    private const string LeaseTakenLine = "specbundle-lease-taken ";
    private const string EndLine = "specbundle-server-end ";
    private readonly string _stuckLine;
    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _processId = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leased = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="tag">The start's: what a client writes into the server's log can't know it.</param>
    /// <param name="awaitsLeases">Whether leases are to be held first.</param>
    public WatchdogReport(string tag, bool awaitsLeases)
    {
        _stuckLine = $"specbundle-server-stuck {tag} ";
        if (!awaitsLeases)
        {
            _leased.SetResult();
        }
    }

    /// <summary>The server's first process.</summary>
    public Task<int> ProcessId => _processId.Task;

    /// <summary>Faults with a <see cref="GpuLeaseTakenException"/>.</summary>
    public Task Leased => _leased.Task;

    /// <summary>Completes when processes do not end though they were killed; the watchdog stays with them.</summary>
    public Task Stuck => _stuck.Task;

    /// <summary>How the server's first process ended, negative for a signal; null where nothing told it.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether it took a SIGKILL of the watchdog's; null where nothing told it.</summary>
    public bool? WasForced { get; private set; }

    /// <summary>Whether the line is the watchdog's, and none of the server's log.</summary>
    /// <remarks>A server may write such lines too. It can't be believed by them: its process and its leases are told before it runs, and the end when nothing of it is left.</remarks>
    public bool Take(string line)
    {
        if (!line.StartsWith("specbundle-", StringComparison.Ordinal))
        {
            return false;
        }

        if (line == LeasesHeldLine)
        {
            return _leased.TrySetResult();
        }

        if (line.StartsWith(LeaseTakenLine, StringComparison.Ordinal))
        {
            return _leased.TrySetException(new GpuLeaseTakenException(line[LeaseTakenLine.Length..]));
        }

        if (line.StartsWith(_stuckLine, StringComparison.Ordinal))
        {
            return _stuck.TrySetResult();
        }

        return line.StartsWith(ProcessLine, StringComparison.Ordinal) ? TakeProcess(line[ProcessLine.Length..])
            : line.StartsWith(EndLine, StringComparison.Ordinal) && TakeEnd(line[EndLine.Length..].Split(' '));
    }

    /// <summary>Nothing more will be told.</summary>
    public void Close(int processId)
    {
        _processId.TrySetResult(processId);

        // What kept it from taking them is in the log, and the server's end is what the launch hears of.
        _leased.TrySetResult();
        _ = _leased.Task.Exception;
    }

    private bool TakeProcess(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && _processId.TrySetResult(processId);

    private bool TakeEnd(string[] words)
    {
        if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        // A shell can't tell a signal from an exit code above 128.
        (ExitCode, WasForced) = words[0] switch
        {
            "signal" => (-number, words is [_, _, "forced"]),
            "exit" => (number, false),
            _ => (OfShell(number), (bool?)null),
        };
        return true;
    }

    /// <summary>A shell reports a signal as 128 and its number; the highest number is 64.</summary>
    public static int OfShell(int status) => status is > 128 and <= 192 ? 128 - status : status;
}
