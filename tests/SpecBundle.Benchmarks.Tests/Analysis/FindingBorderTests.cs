using System.Globalization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Where each finding begins: just beyond its border it is told, with the right figure, and just before it is not.</summary>
public sealed class FindingBorderTests
{
    private const int Limit = 120_000;
    private const string Plain = "8,0,0,0";
    private const string Draft = "8,3,1,4";

    [Theory(Timeout = Limit)]
    [InlineData(20, 1.2, "grew by 20 %")]
    [InlineData(19, 1.2, null)]
    [InlineData(40, 1.06, "grew by 6 %")]
    [InlineData(40, 1.04, null)]
    [InlineData(40, 0.8, "fell by 20 %")]
    public void Drift_is_told_from_twenty_prompts_and_five_percent_on(int prompts, double factor, string? text) =>
        Finds(FindingKind.Drift, text, Records(Plain, prompts, at => 0.01 * Math.Pow(factor, at)));

    [Theory(Timeout = Limit)]
    [InlineData(0.047, "grew by 10 %")] // the slope is four times its error
    [InlineData(0.085, null)] // 2.2 times, as chance does more than once in a hundred runs
    public void Drift_that_chance_would_do_as_well_is_none(double noise, string? text) =>
        Finds(FindingKind.Drift, text, [.. Records(Plain, 40, at => 0.01 * Math.Exp(0.1 * at)).Select((record, index) => Slower(record, Math.Exp(index % 2 == 0 ? noise : -noise)))]);

    [Fact(Timeout = Limit)]
    public void Drift_goes_by_the_order_of_sessions_each_of_which_has_a_clock_of_its_own() => Finds(FindingKind.Drift, "grew by",
        [.. Records(Plain, 20, _ => 0.01).Select(record => Later(record, 1000)), .. Records(Plain, 20, _ => 0.012, first: 20).Select(record => record with { Session = 1 })]);

    [Fact(Timeout = Limit)]
    public void Drift_counts_a_prompt_that_is_asked_twice_where_it_is_on_average() => Finds(FindingKind.Drift, null,
        [.. Records(Plain, 20, at => 0.01 * (1 + at)), .. Enumerable.Reverse(Records(Plain, 20, at => 0.01 * (1 + at))).Select((record, index) => Later(record, 1000 + (3 * index) - record.SentSeconds) with { Sample = 1 })]);

    [Theory(Timeout = Limit)]
    [InlineData(9, 9, false)]
    [InlineData(10, 10, true)]
    [InlineData(60, 1, false)]
    [InlineData(60, 12, true)]
    public void Accuracy_is_compared_from_ten_prompts_on_and_beyond_chance(int prompts, int wrong, bool isTold)
    {
        IReadOnlyList<RequestRecord> records = [.. Records(Draft, prompts).Select((record, index) => record with { Correct = index >= wrong }), .. Records(Plain, prompts).Select(record => record with { Correct = true })];
        Assert.Equal(isTold, BenchmarkReport.From(records).Findings.Any(finding => finding.Text.StartsWith("The accuracy differs", StringComparison.Ordinal)));
    }

    [Theory(Timeout = Limit)]
    [InlineData(50, null)]
    [InlineData(40, "Only 40 of 60 requests finished in the run without draft too")]
    public void Requests_without_a_partner_are_told_from_a_fifth_on(int partners, string? text) => Finds(FindingKind.NoBaseline, text, [.. Records(Draft, 60), .. Records(Plain, partners)]);

    [Theory(Timeout = Limit)]
    [InlineData(0.02, 0.01, null)]
    [InlineData(0.2, 0.01, "was sent 200 ms or more after it was due")]
    [InlineData(0.008, 0.0005, null)]
    public void Late_sending_is_told_where_it_is_a_twentieth_of_a_request_and_ten_milliseconds(double late, double secondsPerToken, string? text) =>
        Finds(FindingKind.ClientSaturated, text, [.. Records(Plain, 40, _ => secondsPerToken).Select(record => record with { DueSeconds = record.SentSeconds - late })]);

    [Theory(Timeout = Limit)]
    [InlineData(0.11, "took 11 %")]
    [InlineData(0.09, null)]
    public void The_clients_own_work_is_told_above_a_tenth(double share, string? text) =>
        Finds(FindingKind.ClientSaturated, text, [.. Records(Plain, 40).Select(record => record with { ClientSeconds = share * (record.FinishedSeconds - record.SentSeconds) })]);

    [Fact(Timeout = Limit)]
    public void Acceptance_has_collapsed_where_the_whole_interval_says_so_or_there_is_none()
    {
        Finds(FindingKind.AcceptanceCollapsed, null, [.. Records(Draft, 10).Select((record, index) => record with { CompletionTokens = 101, VerifySteps = index < 8 ? 100 : 70 })]);
        Finds(FindingKind.AcceptanceCollapsed, "brings 1.00 tokens", [.. Records(Draft, 10).Select(record => record with { CompletionTokens = 101, VerifySteps = 100 })]);
        Finds(FindingKind.AcceptanceCollapsed, "brings 1.00 tokens", [Records(Draft, 1)[0] with { CompletionTokens = 101, VerifySteps = 100 }]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Draft, 60, 0.25, FindingSeverity.Warning, "60 of 60 answers differ from the run without draft, on average after 50 tokens: too soon")]
    [InlineData(Draft, 50, 0.75, FindingSeverity.Note, "normal for several requests at once")]
    [InlineData("1,3,1,4", 50, 0.75, FindingSeverity.Note, "one request at a time")]
    public void Answers_differ_too_soon_where_one_token_in_a_hundred_does(string draft, int different, double common, FindingSeverity severity, string text)
    {
        var records = Records(draft, 60).Select((record, index) => index < different ? record with { Output = record.Output![..(int)(common * record.Output!.Length)] + new string('b', (int)((1 - common) * record.Output.Length)) } : record);
        Finds(FindingKind.DifferentAnswers, text, [.. records, .. Records($"{draft[0]},0,0,0", 60)], severity: severity);
    }

    [Fact(Timeout = Limit)]
    public void Few_prompts_are_fewer_than_ten()
    {
        Finds(FindingKind.FewPrompts, "Only 9 prompts finished", Records(Plain, 9));
        Finds(FindingKind.FewPrompts, "Only 1 prompt finished", Records(Plain, 1));
        Finds(FindingKind.FewPrompts, null, Records(Plain, 10));
    }

    [Fact(Timeout = Limit)]
    public void How_many_prompts_a_precise_accept_length_takes_grows_with_the_square_of_the_error()
    {
        var records = Records(Draft, 20).Select((record, index) => record with { VerifySteps = index % 2 == 0 ? 60 : 130 }).ToList();
        var length = BenchmarkReport.From(records).Find(Draft, "gsm8k")!.AcceptLength!.Value;
        var error = Math.Log(length.High / length.Low) / 2;
        var needed = 20 * Math.Pow(error / 0.05, 2);
        Assert.InRange(needed, 100, 1_000);
        Finds(FindingKind.FewPrompts, string.Create(CultureInfo.InvariantCulture, $"20 prompts give the accept length to ±{100 * error:F0} %; ±5 % would take about {Math.Ceiling(needed / 10) * 10}."), records, severity: FindingSeverity.Note);
    }

    [Theory(Timeout = Limit)]
    [InlineData(1.3, 0.02, null)]
    [InlineData(1.05, 0.5, "is not decided: ")]
    [InlineData(1, 0.1, "The draft makes no difference that these prompts could tell")]
    public void A_speedup_is_decided_undecided_or_too_small_to_tell(double speedup, double noise, string? text)
    {
        // Every other prompt gains what the next loses: the mean is the speedup.
        IReadOnlyList<RequestRecord> records = [.. Records(Draft, 40, _ => 0.01 / speedup).Select((record, index) => Slower(record, index % 2 == 0 ? 1 + noise : 1 - noise)), .. Records(Plain, 40)];
        var findings = BenchmarkReport.From(records).Findings.Where(finding => finding.Kind == FindingKind.FewPrompts && finding.Text.Contains("speed", StringComparison.Ordinal)).ToList();
        Assert.Equal(text is null ? 0 : 1, findings.Count);
        Assert.All(findings, finding => Assert.Contains(text!, finding.Text, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData(20, 1, null)]
    [InlineData(31, 1, "In 31 of 60 answers several verify steps arrived in one chunk")]
    [InlineData(60, 0, null)]
    public void Merged_chunks_are_told_where_more_than_half_of_the_answers_have_them(int merged, int missing, string? text) => Finds(FindingKind.ClientSaturated, text,
        [.. Records(Draft, 60).Select((record, index) => record with { ChunkTokens = [.. Enumerable.Repeat(1, record.VerifySteps!.Value + 1 - (index < merged ? missing : 0)), 0], ChunkSeconds = [.. Enumerable.Repeat(record.FinishedSeconds, record.VerifySteps!.Value + 2 - (index < merged ? missing : 0))] }), .. Records(Plain, 60)],
        severity: FindingSeverity.Note);

    [Theory(Timeout = Limit)]
    [InlineData(1.005, null)]
    [InlineData(1.05, "5 % were for others")]
    public void Other_traffic_is_told_above_a_hundredth(double factor, string? text)
    {
        var records = Records(Plain, 40);
        var counted = (long)(factor * records.Sum(record => record.CompletionTokens!.Value));
        ReportOptions Counting(string workload) => new() { ServerTokenCounts = [new() { Configuration = Plain, Workload = workload, CompletionTokens = counted }] };
        Finds(FindingKind.OtherTraffic, text, records, Counting("gsm8k"));
        Finds(FindingKind.OtherTraffic, null, records, Counting("mmlu"));
        Finds(FindingKind.OtherTraffic, null, [.. records, records[0] with { PromptId = "gsm8k/99", Error = "Gone.", CompletionTokens = null }], Counting("gsm8k"));
    }

    [Fact(Timeout = Limit)]
    public void Answers_without_a_score_are_told_where_others_have_one()
    {
        Finds(FindingKind.PartlyScored, "1 of 60 answers are not scored (no sandbox)", [.. Records(Plain, 60).Select((record, index) => index == 3 ? record with { Correct = null, ScoreNote = "no sandbox" } : record)]);
        Finds(FindingKind.PartlyScored, null, [.. Records(Plain, 60).Select(record => record with { Correct = null })]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(0, 90, "0 % of the prompts' tokens came from the prefix cache, and 90 % in the run without draft")]
    [InlineData(20, 0, "20 % of the prompts' tokens came from the prefix cache")]
    [InlineData(9, 0, null)]
    public void The_prefix_cache_is_told_where_it_helped_one_run_a_tenth_more(int here, int there, string? text) =>
        Finds(FindingKind.PrefixCache, text, [.. Records(Draft, 20).Select(record => record with { CachedTokens = here }), .. Records(Plain, 20).Select(record => record with { CachedTokens = there })]);

    [Theory(Timeout = Limit)]
    [InlineData(8, 3, "GSM8K", true)]
    [InlineData(1, 3, "gsm8k", false)]
    [InlineData(8, 5, "gsm8k", false)]
    [InlineData(8, 3, "mmlu", false)]
    public void A_published_figure_is_held_against_its_own_configuration_and_workload(int batch, int steps, string benchmark, bool isTold) => Finds(FindingKind.PublishedFigure, isTold ? "The published accept length of 3.90" : null, Records(Draft, 20),
        new() { Published = [new PublishedResult { Benchmark = benchmark, BatchSize = batch, Draft = "draft", Speculation = new(steps, 1, steps + 1), OutputThroughput = 1000, AcceptLength = 3.9 }] }, FindingSeverity.Note);

    [Theory(Timeout = Limit)]
    [InlineData(57, "The repetitions of 57 of 60 prompts gave the same answer")]
    [InlineData(50, null)]
    public void Repetitions_are_told_where_nine_in_ten_are_the_same(int equal, string? text) => Finds(FindingKind.IdenticalRepetitions, text,
        [.. Records(Plain, 60), .. Records(Plain, 60).Select((record, index) => record with { Sample = 1, Output = index < equal ? record.Output : "other" })], severity: FindingSeverity.Note);

    [Fact(Timeout = Limit)]
    public void The_first_failure_is_that_of_the_first_session() => Finds(FindingKind.FailedRequests, "the first one with: Early.",
        [.. Records(Plain, 20), Later(Records(Plain, 1)[0], 900) with { PromptId = "gsm8k/98", Error = "Early." }, Records(Plain, 1)[0] with { PromptId = "gsm8k/99", Session = 1, Error = "Late." }]);

    [Theory(Timeout = Limit)]
    [InlineData(0.09, null)]
    [InlineData(0.12, "Other programs took 12 % of this machine's processors.")]
    public void A_busy_machine_is_told_by_its_busiest_moment(double most, string? text) =>
        Finds(FindingKind.BusyMachine, text, Records(Plain, 20), new() { MachineLoads = [new() { Configuration = Plain, Workload = "gsm8k", OtherShare = most }, new() { Configuration = Plain, Workload = "gsm8k", OtherShare = 0.01 }] });

    private static void Finds(FindingKind kind, string? text, IReadOnlyList<RequestRecord> records, ReportOptions? options = null, FindingSeverity severity = FindingSeverity.Warning)
    {
        var found = BenchmarkReport.From(records, options).Findings.Where(finding => finding.Kind == kind && finding.Severity == severity).Select(finding => finding.Text).ToList();
        if (text is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(text, Assert.Single(found), StringComparison.Ordinal);
        }
    }

    /// <summary>Prompts of 200 tokens, one after another, with 2.2 tokens a verify step.</summary>
    private static List<RequestRecord> Records(string configuration, int prompts, Func<double, double>? secondsPerToken = null, int first = 0)
    {
        var records = new List<RequestRecord>();
        for (var (index, time) = (0, 0.0); index < prompts; index++)
        {
            var seconds = 200 * (secondsPerToken?.Invoke(index / Math.Max(1.0, prompts - 1)) ?? 0.01);
            records.Add(new RequestRecord
            {
                Configuration = configuration, Workload = "gsm8k", PromptId = $"gsm8k/{index + first}", DueSeconds = time, SentSeconds = time, FirstTokenSeconds = time + (0.01 * seconds), FinishedSeconds = time + seconds,
                PromptTokens = 100, CachedTokens = 0, CompletionTokens = 200, VerifySteps = configuration[2] == '0' ? null : 90, Output = new string('a', 800), Correct = true,
            });
            time += seconds;
        }

        return records;
    }

    private static RequestRecord Slower(RequestRecord record, double factor) => record with { FinishedSeconds = record.SentSeconds + (factor * (record.FinishedSeconds - record.SentSeconds)) };

    private static RequestRecord Later(RequestRecord record, double seconds) => record with
    {
        DueSeconds = record.DueSeconds + seconds, SentSeconds = record.SentSeconds + seconds, FirstTokenSeconds = record.FirstTokenSeconds + seconds, FinishedSeconds = record.FinishedSeconds + seconds,
    };
}
