using System.Globalization;
using System.Security.Cryptography;

namespace SpeculativeDecoding;

/// <summary>What a watchdog tells between the lines of its server's log: the server's process, the leases, the end.</summary>
internal sealed class WatchdogReport
{
    private readonly string _start;
    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _processId = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leased = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="awaitsLeases">Whether leases are to be held first.</param>
    public WatchdogReport(bool awaitsLeases)
    {
        _start = $"specbundle-{Nonce} ";
        if (!awaitsLeases)
        {
            _leased.SetResult();
        }
    }

    /// <summary>Marks the watchdog's lines. It alone is told it, so that neither the server nor a client whose text the server logs can write one.</summary>
    public string Nonce { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The server's first process.</summary>
    public Task<int> ProcessId => _processId.Task;

    /// <summary>Faults with a <see cref="GpuLeaseTakenException"/>.</summary>
    public Task Leased => _leased.Task;

    /// <summary>Completes when processes do not end though they were killed; the watchdog stays with them.</summary>
    public Task Stuck => _stuck.Task;

    /// <summary>Why nothing was started; null where nothing told it.</summary>
    public ServerFailure? Refusal { get; private set; }

    /// <summary>How the server's first process ended, negative for a signal; null where nothing told it.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether it took a SIGKILL of the watchdog's; null where nothing told it.</summary>
    public bool? WasForced { get; private set; }

    /// <summary>Whether the line is the watchdog's, and none of the server's log.</summary>
    public bool Take(string line)
    {
        if (!line.StartsWith(_start, StringComparison.Ordinal))
        {
            return false;
        }

        var (name, value) = Cut(line[_start.Length..], ' ');
        switch (name)
        {
            case "leases-held":
                _leased.TrySetResult();
                break;
            case "lease-taken":
                _leased.TrySetException(new GpuLeaseTakenException(value));
                break;
            case "refused":
                var (reason, remedy) = Cut(value, '\t');
                Refusal = new ServerFailure { Id = "not-started", Summary = reason, Remedy = remedy };
                break;
            case "server-process":
                _processId.TrySetResult(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));
                break;
            case "server-stuck":
                _stuck.TrySetResult();
                break;
            case "server-end":
                TakeEnd(value.Split(' '));
                break;
        }

        return true;
    }

    /// <summary>Nothing more will be told.</summary>
    public void Close(int processId)
    {
        _processId.TrySetResult(processId);

        // What kept it from taking them is its refusal, and the server's end is what the launch hears of.
        _leased.TrySetResult();
        _ = _leased.Task.Exception;
    }

    /// <summary>A shell reports a signal as 128 and its number; the highest number is 64.</summary>
    public static int OfShell(int status) => status is > 128 and <= 192 ? 128 - status : status;

    private static (string Head, string Tail) Cut(string text, char at) =>
        text.IndexOf(at) is var end and >= 0 ? (text[..end], text[(end + 1)..]) : (text, "");

    private void TakeEnd(string[] words)
    {
        var number = int.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture);

        // A shell can't tell a signal from an exit code above 128.
        (ExitCode, WasForced) = words[0] switch
        {
            "signal" => (-number, words is [_, _, "forced"]),
            "exit" => (number, false),
            _ => (OfShell(number), (bool?)null),
        };
    }
}
