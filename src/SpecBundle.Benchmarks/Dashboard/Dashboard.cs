using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Writes what was measured, beside what was published, as one HTML file that opens from disk and needs no network.</summary>
public static class Dashboard
{
    private const string Page = "dashboard.html";
    private const string DataMark = "{{data}}";

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where to; a file in UTF-8.</param>
    /// <param name="runs">The runs to show; with none the page shows the published results alone.</param>
    public static void Write(TextWriter writer, params IReadOnlyList<DashboardRun> runs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(runs);
        var page = PageParts.Read(Page);
        for (var start = 0; start < page.Length;)
        {
            var open = page.IndexOf("{{", start, StringComparison.Ordinal);
            var end = open < 0 ? -1 : page.IndexOf("}}", open, StringComparison.Ordinal) + 2;
            if (open < 0)
            {
                writer.Write(page.AsSpan(start));
                return;
            }

            writer.Write(page.AsSpan(start, open - start));
            var mark = page[open..end];
            writer.Write(mark == DataMark ? Data(runs) : PageParts.Read(mark[2..^2]));
            start = end;
        }
    }

    // The default encoder writes <, > and & as \u003C and the like: no text can close the script element it stands in.
    private static string Data(IReadOnlyList<DashboardRun> runs) =>
        JsonSerializer.Serialize(DashboardData.Of(runs, BenchmarkMetrics.All), DashboardJson.Default.DashboardData);
}
