using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The folders of the benchmarks use each other one way: from what is known to what is run and told.</summary>
public sealed class BorderTests
{
    private const string Borders = """
        Errors:
        Statistics:
        Answers:
        Configurations:
        Scoring: Errors
        Text: Errors
        DataFiles: Text Errors
        Records: Text Errors
        Workloads: Answers Text DataFiles Scoring Errors
        Suite: Workloads Answers DataFiles Scoring Errors
        Load: Workloads Errors
        Analysis: Statistics Records Configurations
        Comparison: Analysis Statistics Records
        Metrics: Analysis Comparison Statistics
        Plans: . Load Suite Workloads DataFiles Scoring Configurations Errors
        Dashboard: Metrics Analysis Statistics
        Reports: . Served Plans Metrics Analysis Comparison Statistics Records Configurations Suite
        Served: Text Errors
        Runs: . Served Text Reports Dashboard Plans Analysis Records Configurations Errors
        Running: *
        .: *
        """;

    [Fact(Timeout = 60_000)]
    public void No_folder_uses_one_that_it_may_not_know() => Assert.Empty(FolderBorders.Crossings(typeof(Benchmark).Assembly, Borders));

    [Fact(Timeout = 60_000)]
    public void A_border_that_is_crossed_is_seen() =>
        Assert.Contains("Suite/Gsm8kWorkload uses Workloads/Workload", FolderBorders.Crossings(typeof(Benchmark).Assembly, Borders.Replace("Suite: Workloads", "Suite:", StringComparison.Ordinal)));
}
