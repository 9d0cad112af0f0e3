using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Cli;

/// <summary>The options of the command line by the properties that they set: the library checks values, and names the property.</summary>
internal static partial class OptionNames
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["BenchmarkOptions.Configurations"] = "--config-list",
        ["BenchmarkOptions.Samples"] = "--samples",
        ["BenchmarkOptions.Seed"] = "--seed",
        ["BenchmarkOptions.WarmUpRequests"] = "--warm-up",
        ["BenchmarkOptions.Workloads"] = "--benchmark-list, --prompts, --trace, --synthetic",
        ["LaunchOptions.PhaseTimeout"] = "--phase-timeout",
        ["LaunchOptions.SilenceTimeout"] = "--timeout",
        ["LaunchOptions.StartTimeout"] = "--start-timeout",
        ["ModelPair.Draft"] = "--draft",
        ["ModelPair.Target"] = "--target",
        ["PullOptions.DraftRevision"] = "--draft-revision",
        ["PullOptions.TargetRevision"] = "--revision",
        ["ReportOptions.Confidence"] = "--confidence",
        ["SandboxOptions.PythonPath"] = "--program-python",
        ["SpecClientOptions.AllowPlainHttpKey"] = "--allow-plain-http-key",
        ["SpecClientOptions.FirstTokenTimeout"] = "--first-token-timeout",
    };

    /// <summary>What is wrong, with the option's name in the property's place; as the library says it where no option sets the property.</summary>
    public static string Translate(InvalidValueException exception) =>
        Options.TryGetValue(Index().Replace(exception.Property, ""), out var option)
            ? option + exception.Message[exception.Property.Length..]
            : $"{exception.Message} {exception.Hint}";

    /// <summary>A message of the library's with the names of options in the places of their properties, each with the ways to it.</summary>
    public static string Translate(string message) =>
        Property().Replace(message, match => Options.GetValueOrDefault(match.Groups["property"].Value) ?? match.Value);

    [GeneratedRegex(@"\b(?<property>[A-Z]\w+Options\.\w+)\b(?: \([\w.]+Options\.\w+(?:, \w+Options\.\w+)*\))?")]
    private static partial Regex Property();

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex Index();
}
