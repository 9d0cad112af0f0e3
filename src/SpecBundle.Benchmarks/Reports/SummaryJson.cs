using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary><c>summary.json</c>: every figure of the report with its interval. What is not known is null.</summary>
internal static class SummaryJson
{
    // The lists by position stand where they always stood.
    private const string BeforePositions = "goodput";

    public static string Write(BenchmarkRun run, ModelPair? pair, IReadOnlyList<BenchmarkMetric> metrics) => ReportJson.Write(writer =>
    {
        writer.WriteNumber("format_version", 1);
        writer.WriteNumber("session", SessionOf(run.Records));
        var (target, draft) = ServedPair.NamesOf(run.Served, pair?.Target.Repository, pair?.Draft?.Repository);
        writer.WriteString("target", target);
        writer.WriteString("draft", draft);
        WriteServed(writer, run.Served);
        writer.WriteNumber("confidence", run.Report.Confidence);
        writer.WriteStartObject("definitions");
        foreach (var metric in metrics.Where(metric => metric.ShortDefinition is not null))
        {
            writer.WriteString(metric.Id, metric.ShortDefinition);
        }

        writer.WriteString("interval_of_ratios", IntervalMethods.OfRatios);
        writer.WriteString("interval_of_shares", IntervalMethods.OfShares);
        writer.WriteEndObject();
        WriteLevels(writer, run.Report.ServiceLevels);
        writer.WriteObjects("cells", run.Report.Cells, (writer, cell) => WriteCell(writer, cell, metrics));
        writer.WriteObjects("best", run.Report.Best, static (writer, best) =>
        {
            writer.WriteString("workload", best.Workload);
            writer.WriteNumber("batch", best.BatchSize);
            writer.WriteString("configuration", best.Configuration);
            writer.WriteString("runner_up", best.RunnerUp);
            writer.WriteInterval("lead", best.Lead);
            writer.WriteBoolean("distinguishable", best.IsRunnerUpDistinguishable);
        });
        writer.WriteObjects("findings", run.Report.Findings, static (writer, finding) =>
        {
            writer.WriteString("kind", finding.Kind.ToString());
            writer.WriteString("severity", finding.Severity.ToString());
            writer.WriteString("configuration", finding.Configuration);
            writer.WriteString("workload", finding.Workload);
            writer.WriteString("text", finding.Text);
        });
        writer.WriteObjects("failures", run.Failures, static (writer, failure) =>
        {
            writer.WriteString("configuration", failure.Configuration);
            writer.WriteString("error", failure.Error.Message);
        });
        writer.WriteStrings("notes", run.Notes);
    });

    /// <summary>The last session that asked anything, by which a reader sees whether the summary is of all the requests that are there.</summary>
    public static int SessionOf(IReadOnlyList<RequestRecord> records) => records.Count > 0 ? records.Max(record => record.Session) : 0;

    private static void WriteServed(Utf8JsonWriter writer, ServedPair? served)
    {
        if (served is null)
        {
            writer.WriteNull("served");
            return;
        }

        writer.WriteStartObject("served");
        writer.WriteBoolean("attached", served.IsAttached);
        writer.WriteString("version", served.Version);
        WriteModel("target", served.Target);
        WriteModel("draft", served.Draft);
        writer.WriteStartObject("settings");
        foreach (var (name, value) in served.Settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();

        void WriteModel(string role, ServedModel? model)
        {
            if (model is null)
            {
                writer.WriteNull(role);
                return;
            }

            writer.WriteStartObject(role);
            writer.WriteString("name", model.Name);
            writer.WriteString("revision", model.Revision);
            writer.WriteString("sha256", model.Sha256);
            writer.WriteEndObject();
        }
    }

    private static void WriteCell(Utf8JsonWriter writer, BenchmarkCell cell, IReadOnlyList<BenchmarkMetric> metrics)
    {
        writer.WriteString("configuration", cell.Configuration);
        writer.WriteString("workload", cell.Workload);
        writer.WriteString("category", cell.Category);
        var members = metrics.Where(metric => metric.IsIn(MetricPlaces.Json)).OrderBy(metric => metric.FieldPlace).GroupBy(metric => metric.Field.Split('.')[0]).ToList();
        members.TakeWhile(member => member.Key != BeforePositions).ToList().ForEach(member => WriteMember(writer, cell, member.Key, [.. member]));
        WritePositions(writer, cell);
        members.SkipWhile(member => member.Key != BeforePositions).ToList().ForEach(member => WriteMember(writer, cell, member.Key, [.. member]));
    }

    private static void WriteMember(Utf8JsonWriter writer, BenchmarkCell cell, string name, IReadOnlyList<BenchmarkMetric> metrics)
    {
        if (!metrics[0].Field.Contains('.', StringComparison.Ordinal))
        {
            WriteMetric(writer, cell, name, metrics[0]);
            return;
        }

        if (metrics.All(metric => metric.ValueOf(cell) is null))
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        if (name == "speedup")
        {
            writer.WriteString("baseline", cell.Speedup?.Baseline);
        }

        foreach (var metric in metrics)
        {
            WriteMetric(writer, cell, metric.Field[(name.Length + 1)..], metric);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter writer, BenchmarkCell cell, string name, BenchmarkMetric metric)
    {
        if (metric.IsLatency)
        {
            WriteLatency(writer, name, metric.Latency!(cell));
        }
        else if (metric.Interval is not null)
        {
            writer.WriteInterval(name, metric.IntervalOf(cell));
        }
        else
        {
            writer.WriteNumberOrNull(name, metric.ValueOf(cell));
        }
    }

    private static void WritePositions(Utf8JsonWriter writer, BenchmarkCell cell)
    {
        writer.WriteObjects("draft_positions", cell.DraftPositions, static (writer, position) =>
        {
            writer.WriteNumber("position", position.Counts.Position);
            writer.WriteInterval("conditional", position.Conditional);
            writer.WriteInterval("marginal", position.Marginal);
        });
        writer.WriteObjects("output_positions", cell.OutputPositions, static (writer, stretch) =>
        {
            writer.WriteNumber("from_token", stretch.FromToken);
            writer.WriteNumber("to_token", stretch.ToToken);
            writer.WriteNumber("prompts", stretch.Prompts);
            writer.WriteNumber("steps", stretch.Steps);
            writer.WriteInterval("tokens_per_verify_step", stretch.TokensPerVerifyStep);
        });
    }

    private static void WriteLevels(Utf8JsonWriter writer, ServiceLevels? levels)
    {
        if (levels is null)
        {
            writer.WriteNull("service_levels");
            return;
        }

        writer.WriteStartObject("service_levels");
        writer.WriteNumberOrNull("time_to_first_token", levels.TimeToFirstToken?.TotalSeconds);
        writer.WriteNumberOrNull("time_per_output_token", levels.TimePerOutputToken?.TotalSeconds);
        writer.WriteNumberOrNull("end_to_end", levels.EndToEnd?.TotalSeconds);
        writer.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter writer, string name, LatencySummary? latency)
    {
        if (latency is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("count", latency.Count);
        writer.WriteNumber("mean", latency.MeanSeconds);
        writer.WriteNumber("p50", latency.P50Seconds);
        writer.WriteNumber("p90", latency.P90Seconds);
        writer.WriteNumber("p95", latency.P95Seconds);
        writer.WriteNumber("p99", latency.P99Seconds);
        writer.WriteNumber("max", latency.MaxSeconds);
        writer.WriteEndObject();
    }
}
