using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// <c>results.json</c> in the shape of the file that SpecForge's <c>bench_eagle3.py</c> writes, so that scripts made for it go
/// on working: the draft under <c>model</c>, then for each benchmark a list with one entry per configuration. Its accept
/// length is 1.0 without speculation: that is the format's word for it, and of this file alone.
/// </summary>
internal static class SuiteResults
{
    public static string Write(BenchmarkRun run, ModelPair? pair) => ReportJson.Write(writer =>
    {
        writer.WriteString("model", pair?.Draft?.Repository);
        foreach (var workload in run.Report.Cells.Where(cell => cell.Category is null).GroupBy(cell => cell.Workload))
        {
            writer.WriteObjects(workload.Key, workload, (writer, cell) => WriteConfiguration(writer, run.Report, cell));
        }
    });

    private static void WriteConfiguration(Utf8JsonWriter writer, BenchmarkReport report, BenchmarkCell cell)
    {
        var configuration = BenchmarkConfiguration.Parse(cell.Configuration);
        var categories = report.Cells.Where(other => other.Category is not null && (other.Configuration, other.Workload) == (cell.Configuration, cell.Workload)).ToList();
        writer.WriteNumber("batch_size", configuration.Batch);
        writer.WriteNumber("steps", configuration.Steps);
        writer.WriteNumber("topk", configuration.TopK);
        writer.WriteNumber("num_draft_tokens", configuration.DraftTokens);
        writer.WriteObjects("metrics", [cell], (writer, cell) => WriteMetrics(writer, cell, categories));
        writer.WriteNumber("num_samples", cell.Prompts);
    }

    private static void WriteMetrics(Utf8JsonWriter writer, BenchmarkCell cell, List<BenchmarkCell> categories)
    {
        writer.WriteFloat("latency", cell.WallSeconds ?? 0);
        writer.WriteFloat("output_throughput", cell.OutputThroughput?.Estimate ?? 0);
        writer.WriteFloat("accept_length", cell.AcceptLength?.Estimate ?? 1.0);
        if (cell.Accuracy is { } accuracy)
        {
            writer.WriteFloat("accuracy", accuracy.Estimate);
        }
        else
        {
            writer.WriteNull("accuracy");
        }

        writer.WriteNumber("num_questions", cell.Prompts);
        writer.WriteNumber("num_valid_predictions", cell.ValidAnswers);
        if (categories.Count == 0)
        {
            writer.WriteNull("categorical_performance");
            return;
        }

        writer.WriteStartObject("categorical_performance");
        foreach (var category in categories)
        {
            writer.WriteStartObject(category.Category!);
            WriteMetrics(writer, category, []);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
