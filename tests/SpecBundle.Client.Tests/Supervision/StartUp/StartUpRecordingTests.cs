using CsCheck;

namespace SpeculativeDecoding.Tests;

public sealed class StartUpRecordingTests
{
    private static readonly LaunchPhase[] WithDraft =
    [
        LaunchPhase.LoadingWeights, LaunchPhase.LoadingDraft, LaunchPhase.AllocatingCache, LaunchPhase.CapturingGraphs,
        LaunchPhase.StartingServer, LaunchPhase.WarmingUp, LaunchPhase.Ready,
    ];

    public static TheoryData<string, bool> Starts => new()
    {
        { "startup/eagle3_first_start", true },
        { "startup/plain", false },
        { "startup/sglang_serve_then_sigterm", true },
        { "failures/death_scheduler", true },
        { "failures/death_bad_token_id", true },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Starts))]
    public void A_recorded_start_goes_through_its_phases_in_order(string name, bool hasDraft)
    {
        var (reader, steps) = LogRecording.Follow(LogRecording.Lines(name));

        Assert.Equal(WithDraft.Where(phase => hasDraft || phase != LaunchPhase.LoadingDraft), LogRecording.Phases(steps));
        Assert.True(reader.IsReady);
        Assert.Equal(2048, reader.Limits!.ContextLength);
        Assert.Equal(hasDraft, reader.Limits.MaxRunningRequests == 48);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Starts))]
    public void A_recorded_start_is_ready_at_the_line_that_says_so_and_not_before(string name, bool hasDraft)
    {
        Assert.True(hasDraft || name.Length > 0);
        var reader = new StartUpReader();
        foreach (var line in LogRecording.Lines(name))
        {
            var before = reader.IsReady;
            reader.Read(line);
            Assert.Equal(before || line.Contains("The server is fired up", StringComparison.Ordinal), reader.IsReady);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Starts))]
    public void Where_the_reads_of_the_pipe_end_makes_no_difference(string name, bool hasDraft)
    {
        Assert.True(hasDraft || name.Length > 0);
        var bytes = LogRecording.Bytes(name);
        var (_, whole) = LogRecording.Follow(LogRecording.Lines(bytes, []));
        Gen.Int[0, bytes.Length].Array[0, 200].Sample(
            cuts => Assert.Equal(whole, LogRecording.Follow(LogRecording.Lines(bytes, cuts)).Steps), iter: 5, threads: 1);
    }

    [Fact(Timeout = 60_000)]
    public void Weights_and_graphs_are_counted()
    {
        var (_, steps) = LogRecording.Follow(LogRecording.Lines("startup/plain").SelectMany(line => line.Split('\r')));

        Assert.Contains(new StartUpStep(LaunchPhase.LoadingWeights, "Loading the target's weights: 1 of 1", 1, 1), steps);
        Assert.Contains(new StartUpStep(LaunchPhase.CapturingGraphs, "Capturing CUDA graphs (target prefill): 58 of 58", 58, 58), steps);
        Assert.Contains(new StartUpStep(LaunchPhase.CapturingGraphs, "Capturing CUDA graphs (target decode): 36 of 36", 36, 36), steps);
    }
}
