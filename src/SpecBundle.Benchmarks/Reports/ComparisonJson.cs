namespace SpeculativeDecoding.Benchmarks;

/// <summary>A comparison for machines.</summary>
internal static class ComparisonJson
{
    public static string Write(BenchmarkComparison comparison, IReadOnlyList<string> differences, IReadOnlyList<string> notes) => ReportJson.Write(writer =>
    {
        writer.WriteNumber("format_version", 1);
        writer.WriteObjects("cells", comparison.Cells, static (writer, cell) =>
        {
            writer.WriteString("configuration", cell.Configuration);
            writer.WriteString("workload", cell.Workload);
            writer.WriteNumber("prompts", cell.Prompts);
            writer.WriteNumber("requests", cell.Requests);
            writer.WriteNumber("other_prompts", cell.OtherPrompts);
            writer.WriteNumberOrNull("accept_length_before", cell.AcceptLengthBefore);
            writer.WriteNumberOrNull("accept_length_after", cell.AcceptLengthAfter);
            foreach (var metric in ComparisonMetrics.All)
            {
                writer.WriteInterval(metric.Id, metric.IntervalOf(cell));
            }

            writer.WriteNumber("compared_answers", cell.ComparedAnswers);
            writer.WriteNumber("equal_answers", cell.EqualAnswers);
        });
        writer.WriteStrings("differences", differences);
        writer.WriteStrings("notes", notes);
    });
}
