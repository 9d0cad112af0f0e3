using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files beside <c>requests.jsonl</c>, each whole at once: they are computed anew after every session.</summary>
internal static class ReportFiles
{
    public static void Write(string folder, BenchmarkRun run, ModelPair? pair, RunPlan plan, JsonNode description)
    {
        WriteWhole(Path.Combine(folder, "results.json"), SuiteResults.Write(run, pair, plan));
        WriteWhole(Path.Combine(folder, "summary.json"), run.ToJson(pair));
        WriteWhole(Path.Combine(folder, "summary.md"), run.ToMarkdown(pair));
        using var page = new StringWriter();
        Dashboard.Write(page, RunFolder.Of(folder, description, run.Report, run.Failures.Select(failure => RunFolder.Failure(failure.Configuration, failure.Error.Message)).Concat(run.Notes)));
        WriteWhole(Path.Combine(folder, "dashboard.html"), page.ToString());
    }

    /// <summary>Whoever reads the file meanwhile sees the former one.</summary>
    /// <exception cref="BenchmarkException">It can't be written.</exception>
    public static void WriteWhole(string path, string text)
    {
        try
        {
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"{path} can't be written: {exception.Message}", "Every finished request is in requests.jsonl; make room, and the same call writes the rest.", exception);
        }
    }
}
