using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>Recorded starts and ends at their own rhythm: SPECBUNDLE_PACE=1 replays them in their real time, minutes each.</summary>
public sealed class RecordedPaceTests : IDisposable
{
    // A loaded machine may be slow to notice; what must not happen is waiting for an exit that is a minute away, or never comes.
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(10);
    private readonly FakePython _python = new();

    private static string Pace { get; } = Environment.GetEnvironmentVariable("SPECBUNDLE_PACE") ?? "25";

    [Theory(Timeout = 600_000)]
    [InlineData("startup/plain")]
    [InlineData("startup/eagle3_first_start")]
    [InlineData("startup/sglang_serve_then_sigterm")]
    public async Task A_recorded_start_is_ready_when_the_server_said_so(string recording)
    {
        var lines = new ServerLines("The server is fired up and ready to roll!");
        var options = _python.Options(recording, Pace);
        options.LoggerFactory = lines;
        var progress = new Phases();

        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, progress, TestContext.Current.CancellationToken);

        Assert.True(lines.IsHeard);
        await ReportAsync(recording, lines);
        Assert.Equal(LaunchPhase.Ready, progress.Seen[^1]);

        // The phases in the order in which they first come: what the same bytes give without a process.
        var recorded = LogRecording.Phases(LogRecording.Follow(LogRecording.Lines(recording)).Steps);
        Assert.Equal([LaunchPhase.Starting, .. recorded], progress.Seen.Distinct());
    }

    [Theory(Timeout = 600_000)]
    [InlineData("fail_port", "error while attempting to bind", "port-taken")]
    [InlineData("fail_no_draft", "Scheduler hit an exception", "draft-missing")]
    [InlineData("fail_tp2", "Scheduler hit an exception", "too-few-gpus")]
    [InlineData("fail_flag", "error: unrecognized arguments", "argument-unknown")]
    [InlineData("fail_missing_model", "OSError: We couldn't connect", "hub-unreachable")]
    [InlineData("fail_missing_draft", "OSError: We couldn't connect", "hub-unreachable")]
    public async Task A_recorded_failure_is_told_at_its_line(string recording, string telling, string id)
    {
        var lines = new ServerLines(telling);
        var options = _python.Options("failures/" + recording, Pace);
        options.LoggerFactory = lines;

        var failure = await Assert.ThrowsAsync<ServerStartException>(
            () => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(id, failure.Cause?.Id);
        Assert.True(await ReportAsync(recording, lines) < NoticeLimit);
    }

    public void Dispose() => _python.Dispose();

    private static async Task<TimeSpan> ReportAsync(string recording, ServerLines lines)
    {
        var time = await lines.SinceAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recording}: {time.TotalMilliseconds:F0} ms after its line"));
        return time;
    }

    private sealed class Phases : IProgress<LaunchProgress>
    {
        private readonly List<LaunchPhase> _seen = [];
        private readonly Lock _lock = new();

        public IReadOnlyList<LaunchPhase> Seen
        {
            get
            {
                lock (_lock)
                {
                    return [.. _seen];
                }
            }
        }

        public void Report(LaunchProgress value)
        {
            lock (_lock)
            {
                _seen.Add(value.Phase);
            }
        }
    }
}
