namespace SpeculativeDecoding.Tests;

public sealed class FailureRecordingTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("fail_port", null, "port-taken", "error while attempting to bind on address")]
    [InlineData("fail_no_draft", -9, "draft-missing", "torch.OutOfMemoryError: CUDA out of memory")]
    [InlineData("fail_tp2", 137, "too-few-gpus", "invalid device ordinal")]
    [InlineData("fail_flag", 2, "argument-unknown", "unrecognized arguments: --no-such-flag")]
    [InlineData("fail_missing_model", 1, "hub-unreachable", "OSError: We couldn't connect to")]
    [InlineData("fail_missing_draft", 1, "hub-unreachable", "OSError: We couldn't connect to")]
    [InlineData("death_scheduler", -9, "process-killed", "crashed with exit code -9")]
    [InlineData("death_bad_token_id", null, "token-id-out-of-vocabulary", "device-side assert triggered")]
    public void A_recorded_failure_has_its_cause(string name, int? exitCode, string id, string evidence)
    {
        var lines = LogRecording.Lines("failures/" + name).SelectMany(line => line.Split('\r')).ToList();
        foreach (var tail in new[] { lines, lines.TakeLast(200) })
        {
            var failure = new FailureSearch([.. tail], exitCode).Find();

            Assert.Equal(id, failure?.Id);
            Assert.Contains(evidence, failure!.EvidenceLine, StringComparison.Ordinal);
            Assert.NotEmpty(failure.Remedy);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("fail_port", "[Errno 98] error while attempting to bind")]
    [InlineData("fail_no_draft", "Scheduler hit an exception")]
    [InlineData("fail_tp2", "Scheduler hit an exception")]
    [InlineData("fail_flag", "sglang serve: error: unrecognized arguments")]
    [InlineData("death_scheduler", "Subprocess scheduler_0 (pid=2376) crashed with exit code -9")]
    [InlineData("death_bad_token_id", "Scheduler hit an exception")]
    public void The_telling_line_is_believed_at_once(string name, string telling)
    {
        var reader = new StartUpReader();
        foreach (var line in LogRecording.Lines("failures/" + name))
        {
            var isFirst = reader.FatalLine is null && line.Contains(telling, StringComparison.Ordinal);
            reader.Read(line);
            Assert.True(!isFirst || reader.FatalLine is not null);
            Assert.True(isFirst || reader.FatalLine is null || reader.FatalLine.Contains(telling, StringComparison.Ordinal));
        }

        Assert.Contains(telling, reader.FatalLine, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void A_clean_start_and_stop_is_no_failure()
    {
        var names = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "recordings", "sglang-0.5.17", "startup"), "*.log").Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.Contains("sglang_serve_then_sigterm", names);
        foreach (var name in names.Select(name => "startup/" + name))
        {
            Assert.Null(new FailureSearch(LogRecording.Lines(name), -9).Find());
            Assert.Null(LogRecording.Follow(LogRecording.Lines(name)).Reader.FatalLine);
        }
    }
}
