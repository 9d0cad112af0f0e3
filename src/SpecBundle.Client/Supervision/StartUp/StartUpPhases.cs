using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Which phase a log line begins, in the words of every release.</summary>
internal sealed partial class StartUpPhases
{
    private readonly StartUpBars _bars = new();
    private int _weightLoads;

    [GeneratedRegex(@"^Load weight begin\b", RegexOptions.CultureInvariant)]
    private static partial Regex LoadBegins { get; }

    [GeneratedRegex(@"^Load weight end\b.*?\btype=(?<type>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex LoadEnds { get; }

    [GeneratedRegex(@"^(?:Using KV cache dtype|KV Cache is allocated|Memory pool (?:begin|end)|SWAKVPool mem usage)", RegexOptions.CultureInvariant)]
    private static partial Regex Cache { get; }

    [GeneratedRegex(@"#tokens: (?<tokens>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex CacheTokens { get; }

    [GeneratedRegex(@"^Capture (?<what>(?:[a-z]+ )*?)cuda graph begin\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CaptureBegins { get; }

    [GeneratedRegex(@"^(?:INFO:\s*)?(?:Started server process|Waiting for application startup|Application startup complete)", RegexOptions.CultureInvariant)]
    private static partial Regex ServerStarts { get; }

    [GeneratedRegex(@"^(?:INFO:\s*)?Uvicorn running on\b", RegexOptions.CultureInvariant)]
    private static partial Regex PortOpens { get; }

    [GeneratedRegex(@"^The server is fired up and ready to roll", RegexOptions.CultureInvariant)]
    private static partial Regex FiredUp { get; }

    /// <summary>The step that the line brings; null for a line that says nothing of the start.</summary>
    public StartUpStep? Next(LogLine line)
    {
        var text = line.Message;
        if (LoadBegins.IsMatch(text))
        {
            _weightLoads++;
            return _bars.Begin(Loading());
        }

        if (LoadEnds.Match(text) is { Success: true } end)
        {
            var loaded = end.Groups["type"].Value;
            return _bars.Begin(new StartUpStep(LoadingPhase, $"{(LoadingPhase == LaunchPhase.LoadingDraft ? "Draft" : "Target")} loaded ({loaded})"));
        }

        if (Cache.IsMatch(text))
        {
            return _bars.Begin(new StartUpStep(LaunchPhase.AllocatingCache, CacheTokens.Match(text) is { Success: true } room
                ? $"KV cache allocated for {room.Groups["tokens"].Value} tokens"
                : "Allocating the KV cache"));
        }

        if (CaptureBegins.Match(text) is { Success: true } capture)
        {
            var what = capture.Groups["what"].Value.Trim();
            return _bars.Begin(new StartUpStep(LaunchPhase.CapturingGraphs, what.Length == 0 ? "Capturing CUDA graphs" : $"Capturing CUDA graphs ({what})"));
        }

        if (ServerStarts.IsMatch(text))
        {
            return _bars.Begin(new StartUpStep(LaunchPhase.StartingServer, "Starting the HTTP server"));
        }

        if (PortOpens.IsMatch(text))
        {
            return _bars.Begin(new StartUpStep(LaunchPhase.WarmingUp, "Warming up with a first request"));
        }

        return FiredUp.IsMatch(text) ? _bars.Begin(new StartUpStep(LaunchPhase.Ready, "Ready")) : _bars.Read(text);
    }

    private LaunchPhase LoadingPhase => _weightLoads > 1 ? LaunchPhase.LoadingDraft : LaunchPhase.LoadingWeights;

    private StartUpStep Loading() =>
        new(LoadingPhase, LoadingPhase == LaunchPhase.LoadingDraft ? "Loading the draft's weights" : "Loading the target's weights");
}
