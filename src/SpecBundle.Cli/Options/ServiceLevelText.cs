using System.Text.RegularExpressions;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>The values of <c>--goodput</c>: limits of latency, such as <c>ttft=200ms</c>.</summary>
internal static partial class ServiceLevelText
{
    /// <exception cref="UsageException">One is of another shape, or one latency has two limits.</exception>
    public static ServiceLevels Parse(IEnumerable<string> texts)
    {
        var limits = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var match = Shape().Match(text);
            if (!match.Success || !NumberText.TryRead(match.Groups["number"].Value, out var number) || number <= 0)
            {
                throw new UsageException($"--goodput is ttft=TIME, tpot=TIME or e2e=TIME, separated by spaces, with a time such as 200ms or 1.5s; not '{text}'.");
            }

            var latency = match.Groups["latency"].Value;
            if (!limits.TryAdd(latency, match.Groups["unit"].Value == "ms" ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number)))
            {
                throw new UsageException($"--goodput limits {latency} twice.");
            }
        }

        return new ServiceLevels { TimeToFirstToken = Limit("ttft"), TimePerOutputToken = Limit("tpot"), EndToEnd = Limit("e2e") };

        TimeSpan? Limit(string latency) => limits.TryGetValue(latency, out var limit) ? limit : null;
    }

    [GeneratedRegex(@"^(?<latency>ttft|tpot|e2e)=(?<number>\d{1,9}(?:\.\d{1,3})?)(?<unit>ms|s)$")]
    private static partial Regex Shape();
}
