using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Counts of the progress bars, each told in the words of the phase that it runs in.</summary>
internal sealed partial class StartUpBars
{
    private StartUpStep _current = new(LaunchPhase.Starting, "Starting");

    [GeneratedRegex(@"\bloading \b.*?shards:\s*\d+% Completed \| (?<done>\d+)/(?<all>\d+)|\bLoading \w+ checkpoint shards:.*?\| (?<done>\d+)/(?<all>\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Weights { get; }

    [GeneratedRegex(@"(?:^|(?<=\]))\s*Capturing (?:batches|num tokens)\b[^:]*:\s*\d+%\|[^|]*\|\s*(?<done>\d+)/(?<all>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Graphs { get; }

    [GeneratedRegex(@"^(?:Fetching (?<files>\d+) files|Download(?:ing)?\b[^:]*|[\w.\-]+\.(?:safetensors|json|txt|model|bin|pt)):\s*\d+%\|[^|]*\|\s*(?<done>[\d.]+[kMGT]?)/(?<all>[\d.]+[kMGT]?)", RegexOptions.CultureInvariant)]
    private static partial Regex Downloads { get; }

    public StartUpStep Begin(StartUpStep step) => _current = step;

    /// <summary>The count of the last bar in the text: without a terminal several may stand in one line.</summary>
    public StartUpStep? Read(string text) =>
        Weights.Matches(text) is [.., var weights] ? Count(weights, Loading()) :
        Graphs.Matches(text) is [.., var graphs] ? Count(graphs, Capturing()) :
        Downloads.Match(text) is { Success: true } download ? Downloading(download, text) : null;

    private StartUpStep Loading() => _current.Phase is LaunchPhase.LoadingDraft or LaunchPhase.LoadingWeights
        ? _current
        : Begin(new StartUpStep(LaunchPhase.LoadingWeights, "Loading the target's weights"));

    private StartUpStep Capturing() => _current.Phase == LaunchPhase.CapturingGraphs
        ? _current
        : Begin(new StartUpStep(LaunchPhase.CapturingGraphs, "Capturing CUDA graphs"));

    private static StartUpStep? Downloading(Match match, string text) => match.Groups["files"].Success
        ? Count(match, new StartUpStep(LaunchPhase.Downloading, "Downloading from the Hub"))
        : new StartUpStep(LaunchPhase.Downloading, $"Downloading {text[..text.IndexOf(':', StringComparison.Ordinal)]} ({match.Groups["done"].Value} of {match.Groups["all"].Value})");

    private static StartUpStep? Count(Match match, StartUpStep step) =>
        int.TryParse(match.Groups["done"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var done)
        && int.TryParse(match.Groups["all"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
            ? step with { Message = $"{step.Message}: {done} of {all}", Current = done, Total = all }
            : null;
}
