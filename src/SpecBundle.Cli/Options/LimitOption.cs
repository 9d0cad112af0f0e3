using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--fail-if</c>: limits that give an exit code for continuous integration.</summary>
internal sealed class LimitOption
{
    private readonly Option<string[]> _limits = new("--fail-if")
    {
        Description = "Limits such as \"accept_length<2.4\" or \"gsm8k:speedup<1.2\"; where one is broken the exit code is 3.", HelpName = "LIMIT", AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command) => command.Options.Add(_limits);

    /// <summary>Refuses what nothing could be held against, before hours are spent on it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="hasLevels">Whether goodput is told.</param>
    /// <param name="isComparison">Whether two runs are compared.</param>
    public IReadOnlyList<MetricLimit> Read(ParseResult result, bool hasLevels, bool isComparison)
    {
        List<MetricLimit> limits = [.. (result.GetValue(_limits) ?? []).Select(text => TextOption.Parse(text, MetricLimit.Parse))];
        if (!isComparison && limits.Find(limit => limit.IsOfComparison) is { } ofComparison)
        {
            throw new UsageException($"{ofComparison.Metric} is of two runs; hold it with 'specbundle compare A B --fail-if'.");
        }

        return hasLevels || !limits.Exists(limit => limit.NeedsServiceLevels)
            ? limits
            : throw new UsageException("A limit of goodput needs the service levels: --goodput ttft=200ms tpot=20ms.");
    }

    /// <exception cref="UsageException">A limit is for a workload that does not run.</exception>
    public static void Check(IEnumerable<MetricLimit> limits, IReadOnlyList<string> workloads)
    {
        if (limits.Select(limit => limit.Workload).FirstOrDefault(workload => workload is not null && !workloads.Contains(workload)) is { } unknown)
        {
            throw new UsageException($"--fail-if has a limit for the workload '{unknown}', which does not run; there {(workloads.Count == 1 ? "is" : "are")} {string.Join(", ", workloads)}.");
        }
    }

    /// <summary>Says what is broken.</summary>
    /// <returns>Whether anything is.</returns>
    public static bool Report(Terminal terminal, IReadOnlyList<MetricLimit> limits, BenchmarkReport report, BenchmarkComparison? comparison = null, BenchmarkReport? before = null)
    {
        var broken = limits.SelectMany(limit => limit.Broken(report, comparison, before)).ToList();
        broken.ForEach(sentence => terminal.Error.WriteLine($"Broken limit {sentence}"));
        return broken.Count > 0;
    }
}
