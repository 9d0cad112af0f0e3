using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// <c>results.json</c> in the shape of the file that SpecForge's <c>bench_eagle3.py</c> writes, so that scripts made for it go
/// on working: the draft under <c>model</c>, then for each benchmark a list with one entry per configuration. Its accept
/// length is 1.0 without speculation: that is the format's word for it, and of this file alone. What that script leaves
/// null is filled in where it is known: the setting of an attached server, and categories, whose latency and throughput
/// are 0.0 because their requests run among others. Two keys more say how many requests there were, each repetition of a
/// question one, and how many of them failed: predictions are counted over those that did not.
/// </summary>
internal static class SuiteResults
{
    public static string Write(BenchmarkRun run, ModelPair? pair, RunPlan plan) => ReportJson.Write(writer =>
    {
        writer.WriteString("model", ServedPair.NamesOf(run.Served, pair?.Target.Repository, pair?.Draft?.Repository).Draft);
        foreach (var workload in run.Report.Cells.Where(cell => cell.Category is null).GroupBy(cell => cell.Workload))
        {
            var asked = plan.Workloads.FirstOrDefault(planned => planned.Name == workload.Key)?.Selection.Count;
            writer.WriteObjects(workload.Key, workload, (writer, cell) => WriteConfiguration(writer, run.Report, cell, asked));
        }
    });

    private static void WriteConfiguration(Utf8JsonWriter writer, BenchmarkReport report, BenchmarkCell cell, int? asked)
    {
        var configuration = BenchmarkConfiguration.TryParse(cell.Configuration)!;
        var categories = report.Cells.Where(other => other.Category is not null && (other.Configuration, other.Workload) == (cell.Configuration, cell.Workload)).ToList();
        writer.WriteNumber("batch_size", configuration.BatchSize);
        writer.WriteNumber("steps", configuration.Steps);
        writer.WriteNumber("topk", configuration.TopK);
        writer.WriteNumber("num_draft_tokens", configuration.DraftTokens);
        writer.WriteObjects("metrics", [cell], (writer, cell) => WriteMetrics(writer, cell, categories));
        writer.WriteNumberOrNull("num_samples", asked);
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
        // Where nothing is scored the format has no predictions, though there are answers.
        writer.WriteNumber("num_valid_predictions", cell.Accuracy is null ? 0 : cell.ValidAnswers);
        WriteCategories(writer, categories);

        // The script asks each question once, and knows no failure: by these the numbers above can be read.
        writer.WriteNumber("num_requests", cell.Requests);
        writer.WriteNumber("num_failed_requests", cell.Failed);
    }

    private static void WriteCategories(Utf8JsonWriter writer, List<BenchmarkCell> categories)
    {
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
