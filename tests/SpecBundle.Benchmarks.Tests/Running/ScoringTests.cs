using SpeculativeDecoding.Benchmarks;

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
        var report = BenchmarkReport.From(await WrittenAsync());
        Assert.Equal((0, 6, 6), (report.Superseded, report.Cells[0].Requests, report.Cells[0].Scored));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_scorer_that_fails_on_an_odd_answer_costs_that_answer_its_score_and_nothing_else()
    {
        var workload = new PromptWorkload("mine", Questions(3)) { MaxNewTokens = 16, Scorer = (output, prompt) => prompt.Id == "mine/1" ? throw new FormatException("no number") : AnswerScore.Of(output, true) };
        var run = await RunAsync(Options("1,3,1,4", [], workload));
        Assert.Equal(3, run.Records.Count);
        Assert.Equal("the scorer failed: FormatException: no number", run.Records.Single(record => record.PromptId == "mine/1").ScoreNote);
        Assert.Equal(2, run.Report.Find("1,3,1,4", "mine")!.Scored);
        Assert.Contains("1 of 3 answers are not scored", Assert.Single(run.Report.Findings, finding => finding.Kind == FindingKind.PartlyScored).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Answers_that_could_not_be_scored_for_want_of_leave_are_scored_by_a_session_that_has_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The sandbox is of Linux.");
        }

        BenchmarkOptions Written(IProgramRunner? programs)
        {
            var options = Options("1,3,1,4", [], new FixedPrograms());
            options.Programs = programs;
            return options;
        }

        var first = await RunAsync(Written(null));
        Assert.Equal(0, first.Report.Find("1,3,1,4", "fixed")!.Scored);
        IProgramRunner sandbox;
        try
        {
            sandbox = await ProgramSandbox.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (SandboxException exception)
        {
            Assert.Skip(exception.Message);
            return;
        }

        var second = await RunAsync(Written(sandbox));
        Assert.Equal(2, second.Records.Count);
        Assert.All(second.Records, record => Assert.Equal((true, 0), (record.Correct, record.Session)));
    }

    /// <summary>Whatever is answered, the program that is run prints 4.</summary>
    private sealed class FixedPrograms : Workload
    {
        public override string Name => "fixed";

        public override int MaxNewTokens => 8;

        public override bool ScoresAfterLoad => true;

        public override Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(IRowSource rows, int? count = null, IReadOnlyList<string>? subsets = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<BenchmarkPrompt>>([.. Questions(2).Select((question, index) => new BenchmarkPrompt { Id = $"fixed/{index}", Turns = [question] })]);

        public override async ValueTask<AnswerScore> ScoreAsync(string output, BenchmarkPrompt prompt, IProgramRunner? programs = null, CancellationToken cancellationToken = default) => programs is null
            ? AnswerScore.Of(output, null, "unscored: running the model's programs is not allowed")
            : AnswerScore.Of(output, (await programs.RunAsync("print(2 + 2)", new ProgramLimits(), cancellationToken)).Output.Trim() == "4");
    }
}
