using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Prompts that are asked more than once, and requests that fail: what counts how often is said.</summary>
public sealed class RepetitionTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task Every_repetition_is_an_answer_and_a_prompt_is_one_question()
    {
        var options = Options("1,3,1,4", [], new PromptWorkload("mine", Questions(2)) { MaxNewTokens = 16, Scorer = (output, _) => AnswerScore.Of(output, true) });
        options.Samples = 3;
        var run = await RunAsync(options);
        var cell = run.Report.Find("1,3,1,4", "mine")!;
        Assert.Equal((2, 6, 6, 6), (cell.Prompts, cell.Requests, cell.Scored, cell.ValidAnswers));
        Assert.Contains("Each prompt was asked 3 times: scored and valid answers and the accuracy count every time, prompts (num_questions in results.json) count once.", run.Notes);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "results.json"), TestContext.Current.CancellationToken));
        var metrics = results.RootElement.GetProperty("mine")[0].GetProperty("metrics")[0];
        Assert.Equal((2, 6, 6, 0), (Number("num_questions"), Number("num_valid_predictions"), Number("num_requests"), Number("num_failed_requests")));
        using var summary = JsonDocument.Parse(run.ToJson(null));
        Assert.Contains("each repetition of a prompt one", summary.RootElement.GetProperty("definitions").GetProperty("valid_answers").GetString(), StringComparison.Ordinal);

        int Number(string name) => metrics.GetProperty(name).GetInt32();
    }

    [Fact(Timeout = 60_000)]
    public void What_a_failed_request_had_answered_is_neither_scored_nor_counted_and_that_is_said()
    {
        RequestRecord[] records =
        [
            new() { Configuration = "1,3,1,4", Workload = "mine", PromptId = "mine/0", FinishedSeconds = 1, Output = "7", Answer = "7", Correct = true },
            new() { Configuration = "1,3,1,4", Workload = "mine", PromptId = "mine/1", FinishedSeconds = 1, Output = "7 and", Error = "It was cut off." },
        ];
        var report = BenchmarkReport.From(records);
        Assert.Equal((2, 1, 1, 1), (report.Cells[0].Requests, report.Cells[0].Failed, report.Cells[0].Scored, report.Cells[0].ValidAnswers));
        Assert.Contains("neither scored nor counted", Assert.Single(report.Findings, finding => finding.Kind == FindingKind.FailedRequests).Text, StringComparison.Ordinal);
    }
}
