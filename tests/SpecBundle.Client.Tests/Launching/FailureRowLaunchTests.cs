namespace SpeculativeDecoding.Tests;

/// <summary>Each row of the failure catalogue, played by a process that a launch started.</summary>
public sealed class FailureRowLaunchTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(FailureRowTests.SchedulerErrors), MemberType = typeof(FailureRowTests))]
    public Task A_launch_whose_scheduler_fails_says_why(string id, string exception) => FailsAsync(id, FailureLogs.OfScheduler(exception), -9);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(FailureRowTests.MainErrors), MemberType = typeof(FailureRowTests))]
    public Task A_launch_whose_main_process_fails_says_why(string id, string exception) => FailsAsync(id, FailureLogs.OfMain(exception), 1);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(FailureRowTests.Lines), MemberType = typeof(FailureRowTests))]
    public Task A_launch_that_a_telling_line_ends_says_why(string id, string line, int? exitCode) =>
        FailsAsync(id, FailureLogs.OfLine(line), line.Contains("attempting to bind", StringComparison.Ordinal) ? null : exitCode ?? 1);

    /// <summary>The sixteen of real failures, and a report of each tenth.</summary>
    public static TheoryData<string> Sample => new(
        FailureReportTests.Cases.Select(row => row.Data.Item1).Concat(FailureReport.All.Where((_, index) => index % 10 == 0).Select(report => report.Number)));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Sample))]
    public Task A_launch_that_fails_as_one_in_public_says_why(string name) =>
        FailureReport.All.FirstOrDefault(report => report.Number == name) is { } report
            ? FailsAsync(report.Right, report.Log(), report.ExitCode)
            : FailsAsync(
                FailureReportTests.Cases.Single(row => row.Data.Item1 == name).Data.Item2,
                File.ReadAllLines(Path.Combine(FailureReportTests.CaseFolder, name + ".log")),
                -9);

    [Fact(Timeout = 60_000)]
    public void Every_row_of_the_catalogue_is_played()
    {
        var played = FailureRowTests.SchedulerErrors.Select(row => row.Data.Item1)
            .Concat(FailureRowTests.MainErrors.Select(row => row.Data.Item1))
            .Concat(FailureRowTests.Lines.Select(row => row.Data.Item1))
            .Concat(FailureRowTests.FramedErrors.Select(row => row.Data.Item1))
            .Concat(FailureReport.All.Select(report => report.Right))
            .ToHashSet();

        // These need more of a log than one line; tests of their own, and a recording, have it.
        string[] elsewhere = ["speculation-numbers-partial", "warm-up-failed", "token-id-out-of-vocabulary", "numbers-broken"];
        Assert.Empty(FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause).Select(row => row.Id).Except(played).Except(elsewhere));
    }

    private static async Task FailsAsync(string id, IReadOnlyList<string> log, int? exitCode)
    {
        using var python = new FailingPython(log, exitCode);
        var tag = Guid.NewGuid().ToString("N");
        var options = new LaunchOptions { Python = python.Path, TensorParallelSize = 1, PullModels = false };
        options.Environment[TaggedProcesses.Variable] = tag;

        var failure = await Assert.ThrowsAsync<ServerStartException>(
            () => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(id, failure.Cause?.Id);
        Assert.Equal(failure.Cause!.Remedy, failure.Hint);
        Assert.NotEmpty(failure.Cause.Remedy);
        Assert.Contains(failure.Cause.EvidenceLine!, string.Join('\n', failure.LogTail), StringComparison.Ordinal);
        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }
}
