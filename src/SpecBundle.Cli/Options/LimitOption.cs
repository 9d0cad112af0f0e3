using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--fail-if</c>: limits that give an exit code for continuous integration.</summary>
internal sealed class LimitOption
{
    private readonly Option<string[]> _limits = new("--fail-if")
    {
        Description = "A limit such as accept_length<2.4 or gsm8k:speedup<1.2; where one is broken the exit code is 3.", HelpName = "LIMIT", AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command) => command.Options.Add(_limits);

    public IReadOnlyList<MetricLimit> Read(ParseResult result)
    {
        try
        {
            return [.. (result.GetValue(_limits) ?? []).Select(MetricLimit.Parse)];
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>Says what is broken.</summary>
    /// <returns>Whether anything is.</returns>
    public static bool Report(Terminal terminal, IReadOnlyList<MetricLimit> limits, BenchmarkReport report, BenchmarkComparison? comparison = null)
    {
        var broken = limits.SelectMany(limit => limit.Broken(report, comparison)).ToList();
        broken.ForEach(sentence => terminal.Error.WriteLine($"Broken limit {sentence}"));
        return broken.Count > 0;
    }
}
