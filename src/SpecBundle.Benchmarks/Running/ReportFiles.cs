using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files beside <c>requests.jsonl</c>, each whole at once: they are computed anew after every session.</summary>
internal static class ReportFiles
{
    public static void Write(string folder, BenchmarkRun run, ModelPair? pair, RunPlan plan, JsonNode description)
    {
        WholeFile.Write(Path.Combine(folder, "results.json"), SuiteResults.Write(run, pair, plan));
        WholeFile.Write(Path.Combine(folder, "summary.json"), run.ToJson(pair));
        WholeFile.Write(Path.Combine(folder, "summary.md"), run.ToMarkdown(pair));
        using var page = new StringWriter();
        Dashboard.Write(page, RunFolder.Of(folder, description, run.Report, run.Failures.Select(failure => RunFolder.Failure(failure.Configuration, failure.Error.Message)).Concat(run.Notes)));
        WholeFile.Write(Path.Combine(folder, "dashboard.html"), page.ToString());
    }
}
