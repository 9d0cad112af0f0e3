using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A sound run is left in peace; each fault is named.</summary>
public sealed class FindingTests
{
    private const int Limit = 60_000;
    private const string Draft = "8,3,1,4";

    [Fact(Timeout = Limit)]
    public void A_sound_run_has_no_warning() => None([.. Run(Draft), .. Run("8,0,0,0")], null, FindingSeverity.Warning);

    [Fact(Timeout = Limit)]
    public void Few_prompts() => One(FindingKind.FewPrompts, "3 prompts finished", [.. Run("8,0,0,0").Take(3)]);

    [Fact(Timeout = Limit)]
    public void Failed_requests() => One(FindingKind.FailedRequests, "1 of 60 requests failed, the first one with: The server is gone.",
        [.. Run("8,0,0,0").Select((record, index) => index == 7 ? record with { Error = "The server is gone." } : record)]);

    [Fact(Timeout = Limit)]
    public void No_run_without_draft() => One(FindingKind.NoBaseline, "Add 8,0,0,0 to the configurations", Run(Draft), severity: FindingSeverity.Note);

    [Fact(Timeout = Limit)]
    public void Drift() => One(FindingKind.Drift, "the time of a token grew by",
        [.. Run("8,0,0,0").Select((record, index) => record with { FinishedSeconds = record.SentSeconds + ((record.FinishedSeconds - record.SentSeconds) * (1 + (0.01 * index))) })]);

    [Fact(Timeout = Limit)]
    public void Collapsed_acceptance() => One(FindingKind.AcceptanceCollapsed, "a verify step brings 1.0",
        [.. Run(Draft).Select(record => record with { VerifySteps = record.CompletionTokens - 1 - (record.CompletionTokens % 3) }), .. Run("8,0,0,0")]);

    [Fact(Timeout = Limit)]
    public void A_draft_that_is_accepted_and_slows_the_server_down() => One(FindingKind.DraftSlowsDown, "the server is 25 % slower with it: a verify step costs",
        [.. Run(Draft, slowdown: 4 / 3.0), .. Run("8,0,0,0")]);

    [Fact(Timeout = Limit)]
    public void A_gain_that_lies_before_the_first_token_is_not_the_drafts() => One(FindingKind.FasterOutsideDecoding, "The gain lies before the first token (10 ms after sending, and 3000 ms without the draft)",
        [.. Run(Draft, slowdown: 4 / 3.0), .. Run("8,0,0,0").Select(record => record with { FirstTokenSeconds = record.FirstTokenSeconds + 2.99, FinishedSeconds = record.FinishedSeconds + 2.99 })]);

    [Fact(Timeout = Limit)]
    public void Answers_that_differ_by_rounding_are_normal() => One(FindingKind.DifferentAnswers, "45 of 60 answers equal those of the run without draft",
        [.. Run(Draft).Select((record, index) => index % 4 == 0 ? record with { Output = record.Output![..300] + "!" + record.Output[301..] } : record), .. Run("8,0,0,0")], severity: FindingSeverity.Note);

    [Fact(Timeout = Limit)]
    public void Answers_that_differ_at_once_are_not() => One(FindingKind.DifferentAnswers, "too soon for rounding",
        [.. Run(Draft).Select(record => record with { Output = "x" + record.Output }), .. Run("8,0,0,0")]);

    [Fact(Timeout = Limit)]
    public void An_accuracy_that_fell() => One(FindingKind.DifferentAnswers, "by -20.0 points",
        [.. Run(Draft).Select((record, index) => record with { Correct = index % 5 != 0 }), .. Run("8,0,0,0")]);

    [Fact(Timeout = Limit)]
    public void A_client_that_works_too_much() => One(FindingKind.ClientSaturated, "The client's own work took 2",
        [.. Run("8,0,0,0").Select(record => record with { ClientSeconds = 0.25 * (record.FinishedSeconds - record.SentSeconds) })]);

    [Fact(Timeout = Limit)]
    public void A_client_that_sends_too_late() => One(FindingKind.ClientSaturated, "after it was due",
        [.. Run("8,0,0,0").Select(record => record with { DueSeconds = record.DueSeconds - 3 })]);

    [Fact(Timeout = Limit)]
    public void Chunks_of_several_steps() => One(FindingKind.ClientSaturated, "several verify steps arrived in one chunk",
        [.. Run(Draft).Select(record => record with { ChunkTokens = [1, record.CompletionTokens!.Value - 1], ChunkSeconds = [record.FirstTokenSeconds!.Value, record.FinishedSeconds] })], severity: FindingSeverity.Note);

    [Fact(Timeout = Limit)]
    public void Other_traffic()
    {
        var records = Run("8,0,0,0");
        var ours = records.Sum(record => (long)record.CompletionTokens!.Value);
        One(FindingKind.OtherTraffic, "50 % were for others", records, new() { ServerTokenCounts = [new() { Configuration = "8,0,0,0", Workload = "gsm8k", CompletionTokens = 2 * ours }] });
        None(records, new() { ServerTokenCounts = [new() { Configuration = "8,0,0,0", Workload = "gsm8k", CompletionTokens = ours }] }, FindingSeverity.Warning);
    }

    [Fact(Timeout = Limit)]
    public void Other_work_on_the_machine()
    {
        IReadOnlyList<RequestRecord> records = [.. Run(Draft), .. Run("8,0,0,0")];
        One(FindingKind.BusyMachine, "Other programs took 40 % of this machine's processors, and 3 % during the run without draft.", records, new() { MachineLoads = [new() { Configuration = Draft, Workload = "gsm8k", OtherShare = 0.4 }, new() { Configuration = "8,0,0,0", Workload = "gsm8k", OtherShare = 0.03 }] });
        None(records, new() { MachineLoads = [new() { Configuration = Draft, Workload = "gsm8k", OtherShare = 0.05 }, new() { Configuration = "8,0,0,0", Workload = "gsm8k", OtherShare = 0.03 }] }, FindingSeverity.Warning);
    }

    [Fact(Timeout = Limit)]
    public void A_published_figure_outside_the_interval()
    {
        One(FindingKind.PublishedFigure, "The published accept length of 3.50 is not in the interval", Run(Draft),
            new() { Published = [new PublishedResult { Benchmark = "gsm8k", BatchSize = 8, Draft = "draft", Speculation = new(3, 1, 4), OutputThroughput = 1000, AcceptLength = 3.5 }] }, FindingSeverity.Note);
        var measured = BenchmarkReport.From(Run(Draft)).Find(Draft, "gsm8k")!.AcceptLength!.Value;
        var report = BenchmarkReport.From(Run(Draft), new() { Published = [new PublishedResult { Benchmark = "gsm8k", BatchSize = 8, Draft = "draft", Speculation = new(3, 1, 4), OutputThroughput = 1000, AcceptLength = measured.Estimate }] });
        Assert.DoesNotContain(report.Findings, finding => finding.Kind == FindingKind.PublishedFigure);
    }

    [Fact(Timeout = Limit)]
    public void Counters_that_contradict_each_other() => One(FindingKind.Violations, "In gsm8k/0: It does not add up.",
        [.. Run("8,0,0,0").Select(record => record with { Violations = ["It does not add up."] })]);

    [Fact(Timeout = Limit)]
    public void Prompts_from_the_cache_in_one_run_only() => One(FindingKind.PrefixCache, "90 % of the prompts' tokens came from the prefix cache, and 0 % in the run without draft",
        [.. Run(Draft).Select(record => record with { CachedTokens = 90 }), .. Run("8,0,0,0")]);

    [Fact(Timeout = Limit)]
    public void Repetitions_that_repeat() => One(FindingKind.IdenticalRepetitions, "The repetitions of 60 of 60 prompts gave the same answer",
        [.. Run("8,0,0,0"), .. Run("8,0,0,0").Select(record => record with { Sample = 1 })], severity: FindingSeverity.Note);

    private static void One(FindingKind kind, string text, IReadOnlyList<RequestRecord> records, ReportOptions? options = null, FindingSeverity severity = FindingSeverity.Warning)
    {
        var finding = Assert.Single(BenchmarkReport.From(records, options).Findings, finding => finding.Kind == kind && finding.Severity == severity);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", finding.Text, StringComparison.Ordinal);
    }

    private static void None(IReadOnlyList<RequestRecord> records, ReportOptions? options, FindingSeverity severity)
    {
        Assert.DoesNotContain(BenchmarkReport.From(records, options).Findings, finding => finding.Severity == severity);
    }

    /// <summary>Sixty prompts, one after another: the draft brings 2.4 tokens a step and 1.6 times the speed, or what the slowdown makes of it.</summary>
    private static List<RequestRecord> Run(string configuration, double slowdown = 1 / 1.6)
    {
        var speculates = configuration == Draft;
        var (random, noise) = (new Random(1), new Random(configuration[2]));
        var records = new List<RequestRecord>();
        for (var (prompt, time) = (0, 0.0); prompt < 60; prompt++)
        {
            var tokens = 100 + random.Next(200);
            var accepted = 2.2 + (0.4 * random.NextDouble());
            var seconds = tokens * 0.01 * (speculates ? slowdown : 1) * (1 + (0.02 * (noise.NextDouble() - 0.5)));
            records.Add(new RequestRecord
            {
                Configuration = configuration, Workload = "gsm8k", PromptId = $"gsm8k/{prompt}", DueSeconds = time, SentSeconds = time,
                FirstTokenSeconds = time + 0.01, FinishedSeconds = time + seconds, PromptTokens = 100, CachedTokens = 0, CompletionTokens = tokens,
                VerifySteps = speculates ? (int)(tokens / accepted) : null, Output = new string('a', 4 * tokens), Correct = true,
            });
            time += seconds;
        }

        return records;
    }
}
