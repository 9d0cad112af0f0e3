namespace SpeculativeDecoding.Tests;

/// <summary>Answers whose scoring takes programs.</summary>
public sealed class ScoringTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task Every_answer_is_on_the_disk_before_the_first_program_runs_and_a_later_session_scores_what_was_left()
    {
        using var stop = new CancellationTokenSource();
        var began = 0;
        var endless = new ProgramWorkload(Questions(6), async token =>
        {
            // The first program is there when all have been asked; then somebody presses Ctrl-C.
            began++;
            Assert.Equal(6, (await WrittenAsync()).Count);
            await stop.CancelAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Options("1,3,1,4", [], endless), cancellationToken: stop.Token));
        Assert.InRange(began, 1, 6);
        Assert.All(await WrittenAsync(), record => Assert.Equal((null, "not scored yet"), (record.Correct, record.ScoreNote)));

        var messages = new List<string>();
        var run = await RunAsync(Options("1,3,1,4", [], new ProgramWorkload(Questions(6), _ => Task.CompletedTask)), progress => messages.Add(progress.Message));
        Assert.DoesNotContain(messages, message => message.Contains("starting", StringComparison.Ordinal));
        Assert.Equal(6, run.Records.Count);
        Assert.All(run.Records, record => Assert.Equal((true, 0), (record.Correct, record.Session)));
        Assert.Equal(6, run.Report.Find("1,3,1,4", "programs")!.Scored);

        // The file has both records of each request, and a reader of the file takes them for one.
        Assert.Equal(12, (await WrittenAsync()).Count);
        var report = SpeculativeDecoding.Benchmarks.BenchmarkReport.From(await WrittenAsync());
        Assert.Equal((0, 6, 6), (report.Superseded, report.Cells[0].Requests, report.Cells[0].Scored));
    }
}
