using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Tests;

/// <summary>The page of the known causes, which follows the rows. SPECBUNDLE_WRITE_GOLDEN=1 writes it anew.</summary>
public sealed partial class FailurePageTests
{
    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Slot { get; }

    private static readonly (string Heading, IReadOnlyList<FailureRow> Rows)[] Groups =
    [
        ("Speculation", SpeculationFailures.Rows), ("AMD GPUs", RocmFailures.Rows), ("Quantization", QuantizationFailures.Rows), ("Python packages", PackageFailures.Rows),
        ("GPUs and drivers", DriverFailures.Rows), ("Compilers", CompilerFailures.Rows), ("Memory", MemoryFailures.Rows), ("Backends and graphs", BackendFailures.Rows),
        ("Several GPUs", ParallelFailures.Rows), ("Transport between servers", TransportFailures.Rows), ("Requests", RequestFailures.Rows), ("Network", NetworkFailures.Rows),
        ("The Hub", HubFailures.Rows), ("Inside SGLang", InternalFailures.Rows), ("Models", ModelFailures.Rows), ("Arguments", ArgumentFailures.Rows),
        ("Crashes", CrashFailures.Rows), ("Code", CodeFailures.Rows), ("Ends without a cause in the log", DeathFailures.Rows),
    ];

    [Fact(Timeout = 60_000)]
    public void The_page_has_every_row_in_the_order_of_the_search() =>
        Assert.Equal(FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause), Groups.SelectMany(group => group.Rows));

    [Fact(Timeout = 60_000)]
    public void The_page_lists_every_cause_with_its_reports()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Failures", "failures.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("SPECBUNDLE_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Source(), page);
            File.WriteAllText(file, page);
        }

        Assert.Equal(page, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static string Page()
    {
        var rows = FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause).ToList();
        var text = new StringBuilder()
            .Append("# What went wrong: the known causes\n\n")
            .Append("When a start fails or a server dies, its log is held against these, the specific before the general, and the first cause is told (`ServerFailure`: `Id`, `Summary`, `Remedy`, `EvidenceLine`). ")
            .Append("An error that ended a process goes before every line that was only logged; the inner error before the one that wraps it; and a process that only tells of another's end is passed over. ")
            .Append("What is in no row is told as `unrecognized`, with its statement and its place. ")
            .Append("Where a lease or the key's file could not be had, so that nothing was started and there is no log, it is `not-started`.\n\n")
            .Append(CultureInfo.InvariantCulture, $"Beside each stand the public reports that show it or its kind, {rows.SelectMany(row => row.Reports).Distinct().Count()} in all; {FailureReport.All.Count} reports are played by the tests. An ellipsis stands for what the log says.\n\n")
            .Append("The groups stand in the order in which they are asked.\n");
        foreach (var (heading, group) in Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n| Cause | What is told | What to do | Reports |\n|---|---|---|---|\n");
            foreach (var row in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{row.Id}` | {Cell(row.Summary)} | {Cell(row.Remedy)} | {string.Join(", ", row.Reports)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string sentence) => Slot.Replace(sentence, "…").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Source([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "failures.md");
}
