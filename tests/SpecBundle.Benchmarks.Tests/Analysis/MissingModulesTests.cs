using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Programs that want a module which the Python they ran in does not have.</summary>
public sealed class MissingModulesTests
{
    [Fact(Timeout = 60_000)]
    public void They_are_counted_and_the_modules_named_the_commonest_first()
    {
        string?[] notes = ["ModuleNotFoundError: No module named 'pandas'", "ModuleNotFoundError: No module named 'numpy'", "ModuleNotFoundError: No module named 'numpy' (before the first test case)", "AssertionError", null];
        var records = notes.Select((note, index) => new RequestRecord { Configuration = "1,3,1,4", Workload = "humaneval", PromptId = $"humaneval/{index}", FinishedSeconds = 1, Correct = note is null, ScoreNote = note, Output = "" });
        var finding = Assert.Single(BenchmarkReport.From(records).Findings, finding => finding.Kind == FindingKind.MissingModules);
        Assert.Equal("3 of 5 programs count as wrong because the Python that they ran in lacks a module: numpy (2), pandas (1). Name a Python that has them: SandboxOptions.PythonPath.", finding.Text);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
    }
}
