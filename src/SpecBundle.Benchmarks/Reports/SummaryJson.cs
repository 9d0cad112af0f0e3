using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary><c>summary.json</c>: every figure of the report with its interval. What is not known is null.</summary>
internal static class SummaryJson
{
    public static string Write(BenchmarkRun run, ModelPair? pair) => ReportJson.Write(writer =>
    {
        writer.WriteNumber("format_version", 1);
        writer.WriteNumber("session", SessionOf(run.Records));
        writer.WriteString("target", pair?.Target.Repository);
        writer.WriteString("draft", pair?.Draft?.Repository);
        writer.WriteNumber("confidence", run.Report.Confidence);
        writer.WriteStartObject("definitions");
        writer.WriteString("accept_length", Definitions.AcceptLength);
        writer.WriteString("speedup", Definitions.Speedup);
        writer.WriteString("interval_of_ratios", Definitions.RatioInterval);
        writer.WriteString("interval_of_shares", Definitions.ShareInterval);
        writer.WriteEndObject();
        WriteLevels(writer, run.Report.ServiceLevels);
        writer.WriteObjects("cells", run.Report.Cells, WriteCell);
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

    private static void WriteCell(Utf8JsonWriter writer, BenchmarkCell cell)
    {
        writer.WriteString("configuration", cell.Configuration);
        writer.WriteString("workload", cell.Workload);
        writer.WriteString("category", cell.Category);
        writer.WriteNumber("requests", cell.Requests);
        writer.WriteNumber("failed", cell.Failed);
        writer.WriteNumber("prompts", cell.Prompts);
        writer.WriteNumberOrNull("completion_tokens", cell.CompletionTokens);
        writer.WriteInterval("accept_length", cell.AcceptLength);
        writer.WriteInterval("tokens_per_verify_step", cell.TokensPerVerifyStep);
        writer.WriteNumberOrNull("wall_seconds", cell.WallSeconds);
        writer.WriteInterval("output_throughput", cell.OutputThroughput);
        writer.WriteInterval("request_speed", cell.RequestSpeed);
        WriteLatency(writer, "time_to_first_token", cell.Latencies.TimeToFirstToken);
        WriteLatency(writer, "inter_token_latency", cell.Latencies.InterToken);
        WriteLatency(writer, "inter_chunk_latency", cell.Latencies.InterChunk);
        WriteLatency(writer, "time_per_output_token", cell.Latencies.TimePerOutputToken);
        WriteLatency(writer, "end_to_end", cell.Latencies.EndToEnd);
        WriteLatency(writer, "dispatch", cell.Latencies.Dispatch);
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
        WriteGoodput(writer, cell.Goodput);
        writer.WriteNumberOrNull("client_share", cell.ClientShare);
        writer.WriteNumber("scored", cell.Scored);
        writer.WriteNumber("valid_answers", cell.ValidAnswers);
        writer.WriteInterval("accuracy", cell.Accuracy);
        WriteSpeedup(writer, cell);
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

    private static void WriteGoodput(Utf8JsonWriter writer, Goodput? goodput)
    {
        if (goodput is null)
        {
            writer.WriteNull("goodput");
            return;
        }

        writer.WriteStartObject("goodput");
        writer.WriteNumber("good", goodput.Good);
        writer.WriteInterval("share", goodput.Share);
        writer.WriteInterval("requests_per_second", goodput.RequestsPerSecond);
        writer.WriteEndObject();
    }

    private static void WriteSpeedup(Utf8JsonWriter writer, BenchmarkCell cell)
    {
        if (cell.Speedup is not { } speedup)
        {
            writer.WriteNull("speedup");
        }
        else
        {
            writer.WriteStartObject("speedup");
            writer.WriteString("baseline", speedup.Baseline);
            writer.WriteNumber("prompts", speedup.Prompts);
            writer.WriteInterval("overall", speedup.Overall);
            writer.WriteInterval("per_prompt", speedup.PerPrompt);
            writer.WriteNumber("compared_answers", speedup.ComparedAnswers);
            writer.WriteNumber("equal_answers", speedup.EqualAnswers);
            writer.WriteEndObject();
        }

        writer.WriteNumberOrNull("verify_step_seconds", cell.VerifyStepCost?.VerifyStepSeconds);
        writer.WriteNumberOrNull("plain_step_seconds", cell.VerifyStepCost?.PlainStepSeconds);
        writer.WriteInterval("verify_step_cost", cell.VerifyStepCost?.Ratio);
        writer.WriteInterval("break_even_accept_length", cell.VerifyStepCost?.BreakEvenAcceptLength);
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
