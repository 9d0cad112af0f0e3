namespace SpeculativeDecoding.Tests;

public sealed class FailureReportTests
{
    public static TheoryData<string> Numbers => new(FailureReport.All.Select(report => report.Number));

    public static TheoryData<string, string, string> Cases =>
        new(File.ReadLines(Path.Combine(CaseFolder, "right.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1], cells[2])));

    public static string CaseFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Failures", "Reports", "cases");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Numbers))]
    public void A_public_report_is_told_right(string number)
    {
        var report = FailureReport.All.Single(report => report.Number == number);
        var failure = new FailureSearch(report.Log(), report.ExitCode).Find();

        Assert.Equal(report.Right, failure?.Id);
        Assert.DoesNotMatch("[{}]", failure!.Summary + failure.Remedy);
        Assert.Contains(failure.EvidenceLine!, string.Join('\n', report.Log()), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cases))]
    public void The_log_of_a_real_failure_is_told_right(string name, string id, string says)
    {
        var failure = new FailureSearch(File.ReadAllLines(Path.Combine(CaseFolder, name + ".log")), -9).Find();

        Assert.Equal(id, failure?.Id);
        Assert.Contains(says, $"{failure}\n{failure!.EvidenceLine}", StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void A_row_names_the_reports_that_it_was_made_from()
    {
        var known = FailureReport.All.ToLookup(report => report.Number, report => report.Right);
        foreach (var row in FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause))
        {
            Assert.All(row.Reports, report => Assert.Matches(@"^[\w.-]+/[\w.-]+#\d+$", report));
            Assert.Equal(row.Reports.Distinct(), row.Reports);
        }

        var cited = FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause).SelectMany(row => row.Reports).ToHashSet();
        Assert.Empty(known.Where(report => report.Single() != "unrecognized").Select(report => report.Key).Except(cited));
    }

    /// <summary>Two signs, each enough alone: the exit code, and the usage text where the code is not known.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(2, "launch_server.py: error: not allowed together: --a and --b")]
    [InlineData(null, "usage: launch_server.py [-h]", "launch_server.py: error: not allowed together: --a and --b")]
    public void Arguments_that_the_server_refuses_are_told_in_whatever_words_it_does(int? exitCode, params string[] log)
    {
        var failure = new FailureSearch(log, exitCode).Find();

        Assert.Equal(("argument-invalid", log[^1]), (failure?.Id, failure?.EvidenceLine));
    }

    [Fact(Timeout = 60_000)]
    public void Each_exception_of_a_chain_has_the_frames_of_its_own_traceback()
    {
        var exceptions = TracebackParser.Exceptions(
        [
            "Traceback (most recent call last):", "  File \"/a.py\", line 1, in first", "    raise KeyError(name)", "KeyError: 'x'", "",
            "During handling of the above exception, another exception occurred:", "",
            "Traceback (most recent call last):", "  File \"/b.py\", line 2, in second", "    raise ValueError(name)", "ValueError: y",
        ]);

        Assert.Equal([["first"], ["second"]], exceptions.Select(exception => exception.Frames.Select(frame => frame.Function)));
    }

    /// <summary>What was said on the way does not count once the server got further, nor where an error of its own ended it.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("429 Client Error: Too Many Requests for url: https://huggingface.co/api/models/a/b")]
    [InlineData("/bin/sh: 1: nvcc: not found")]
    [InlineData("OSError: [Errno 28] No space left on device")]
    [InlineData("nccl-plugin: libnccl-net.so: cannot open shared object file: No such file or directory")]
    public void A_loose_line_before_the_end_is_not_blamed(string line)
    {
        string[] before = ["[2026-06-16 11:33:50] Init torch distributed begin.", line, "[2026-06-16 11:33:58 TP0] Load weight begin. avail mem=78.50 GB"];

        Assert.Equal("process-killed", new FailureSearch([.. before, "[2026-06-16 11:34:16] Subprocess scheduler_0 (pid=2376) crashed with exit code -9. Triggering SIGQUIT for cleanup..."], -9).Find()?.Id);
        Assert.Equal("unrecognized", new FailureSearch([.. before[..2], .. FailureLogs.OfScheduler("ZeroDivisionError: division by zero")], -9).Find()?.Id);
    }

    [Fact(Timeout = 60_000)]
    public void The_error_of_another_rank_goes_before_the_wait_for_it()
    {
        string[] log =
        [
            "[2026-06-16 11:34:16 TP1] Scheduler hit an exception: Traceback (most recent call last):",
            "  File \"/opt/site/sglang/srt/model_executor/model_runner.py\", line 417, in load_model",
            "    raise ValueError(",
            "ValueError: TP rank 1 could finish the model loading, but there are other ranks that didn't finish loading.",
            "",
            .. FailureLogs.OfScheduler("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 6.98 GiB."),
        ];

        Assert.Equal("gpu-out-of-memory", new FailureSearch(log, -9).Find()?.Id);
    }

    [Fact(Timeout = 60_000)]
    public void An_unknown_error_is_shown_with_its_statement_and_its_place()
    {
        var failure = new FailureSearch(FailureLogs.OfScheduler("ZeroDivisionError: division by zero"), -9).Find();

        Assert.Equal("unrecognized", failure?.Id);
        Assert.Contains("ZeroDivisionError: division by zero (scheduler.py:2888, in run_scheduler_process)", failure!.Summary, StringComparison.Ordinal);
    }
}
