using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What the report says of a real server: 200 questions at eight at a time, plain and with two settings of a draft that is accepted and still does not pay.</summary>
public sealed class RecordedServerTests
{
    private const int Limit = 60_000;
    private const string Plain = "8,0,0,0";
    private const string Chain = "8,3,1,4";
    private const string Tree = "8,3,4,8";

    [Fact(Timeout = Limit)]
    public async Task Its_accept_lengths_are_those_that_it_told_itself()
    {
        var report = await ReportAsync();
        Assert.Equal(2.9073060222767606, report.Find(Chain, "gsm8k")!.AcceptLength!.Value.Estimate, 12);
        Assert.Equal(3.361952495096971, report.Find(Tree, "gsm8k")!.AcceptLength!.Value.Estimate, 12);
        Assert.Null(report.Find(Plain, "gsm8k")!.AcceptLength);
        Assert.DoesNotContain(report.Findings, finding => finding.Kind is FindingKind.Violations or FindingKind.FailedRequests or FindingKind.AcceptanceCollapsed);
    }

    [Fact(Timeout = Limit)]
    public async Task A_draft_that_is_accepted_well_and_slows_it_down_is_called_that()
    {
        var report = await ReportAsync();
        foreach (var configuration in new[] { Chain, Tree })
        {
            var cell = report.Find(configuration, "gsm8k")!;
            Assert.True(cell.Speedup!.Overall.High < 1, configuration);
            Assert.InRange(cell.Speedup.Overall.Estimate, 0.5, 0.8);
            Assert.Contains(report.Findings, finding => finding.Kind == FindingKind.DraftSlowsDown && finding.Configuration == configuration && finding.Severity == FindingSeverity.Warning);
        }

        var best = Assert.Single(report.Best);
        Assert.Equal((Plain, Chain, true), (best.Configuration, best.RunnerUp, best.IsRunnerUpDistinguishable));
    }

    [Fact(Timeout = Limit)]
    public async Task Acceptance_falls_from_position_to_position_and_a_tree_accepts_more_at_each()
    {
        var report = await ReportAsync();
        var (chain, tree) = (report.Find(Chain, "gsm8k")!.DraftPositions, report.Find(Tree, "gsm8k")!.DraftPositions);
        Assert.Equal([1, 2, 3], chain.Select(position => position.Counts.Position));
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.True(pair.First.Marginal.Estimate > pair.Second.Marginal.Estimate));
        Assert.All(chain.Zip(tree), pair => Assert.True(pair.Second.Marginal.Low > pair.First.Marginal.Estimate));
    }

    private static async Task<BenchmarkReport> ReportAsync()
    {
        (string Configuration, string Name)[] files = [(Plain, "plain"), (Chain, "eagle3_3_1_4"), (Tree, "eagle3_3_4_8")];
        var records = new List<RequestRecord>();
        foreach (var (configuration, name) in files)
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "recordings", "sglang-0.5.17", "accept", name + ".jsonl"), TestContext.Current.CancellationToken);
            records.AddRange(lines.Select((line, index) => Record(configuration, index, JsonDocument.Parse(line).RootElement)));
        }

        return BenchmarkReport.From(records);
    }

    private static RequestRecord Record(string configuration, int question, JsonElement meta)
    {
        // A server without metrics tells no more than the time of the end and how long it took.
        var finished = meta.GetProperty("response_sent_to_client_ts").GetDouble();
        var received = finished - meta.GetProperty("e2e_latency").GetDouble();
        return new RequestRecord
        {
            Configuration = configuration,
            Workload = "gsm8k",
            PromptId = $"gsm8k/{question}",
            DueSeconds = received,
            SentSeconds = received,
            FirstTokenSeconds = meta.TryGetProperty("prefill_finished_time", out var prefill) ? prefill.GetDouble() : null,
            FinishedSeconds = finished,
            PromptTokens = meta.GetProperty("prompt_tokens").GetInt32(),
            CompletionTokens = meta.GetProperty("completion_tokens").GetInt32(),
            VerifySteps = Count(meta, "spec_verify_ct"),
            AcceptedDrafts = Count(meta, "spec_num_correct_drafts"),
            ProposedDrafts = Count(meta, "spec_num_proposed_drafts"),
            AcceptHistogram = meta.TryGetProperty("spec_correct_drafts_histogram", out var histogram) ? [.. histogram.EnumerateArray().Select(steps => steps.GetInt32())] : null,
        };
    }

    private static int? Count(JsonElement meta, string name) => meta.TryGetProperty(name, out var count) ? count.GetInt32() : null;
}
