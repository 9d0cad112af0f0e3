using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Programs that are wrong on this machine, and may be right on another.</summary>
internal sealed partial class MissingModulesAnalyzer : IAnalyzer
{
    private const int MostNames = 5;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var modules = cell.Records.Finished.Where(record => record.Correct == false).Select(record => Missing().Match(record.ScoreNote ?? "")).Where(match => match.Success)
            .GroupBy(match => match.Groups[1].Value, StringComparer.Ordinal).Select(group => (Name: group.Key, Count: group.Count()))
            .OrderByDescending(module => module.Count).ThenBy(module => module.Name, StringComparer.Ordinal).ToList();
        if (modules.Count > 0)
        {
            var names = string.Join(", ", modules.Take(MostNames).Select(module => $"{module.Name} ({module.Count})")) + (modules.Count > MostNames ? $" and {modules.Count - MostNames} others" : "");
            yield return cell.Warning(FindingKind.MissingModules,
                $"{modules.Sum(module => module.Count)} of {cell.Cell.Scored} programs count as wrong because the Python that they ran in lacks a module: {names}. Name a Python that has them: SandboxOptions.PythonPath.");
        }
    }

    [GeneratedRegex(@"ModuleNotFoundError: No module named '([\w.]+)'")]
    private static partial Regex Missing();
}
