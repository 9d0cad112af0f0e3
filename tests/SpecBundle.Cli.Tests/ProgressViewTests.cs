using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary>The lines of a start.</summary>
public sealed class ProgressViewTests
{
    [Fact(Timeout = 30_000)]
    public void A_count_is_said_once()
    {
        using var shown = new StringWriter();
        var view = new ProgressView(new Terminal(TextWriter.Null, shown, outputRedirected: true, errorRedirected: true));

        view.Report(new LaunchProgress { Phase = LaunchPhase.LoadingWeights, Message = "Loading the target's weights: 1 of 4", Current = 1, Total = 4, Elapsed = TimeSpan.FromSeconds(12) });

        Assert.Equal("[  12.0 s] Loading the target's weights: 1 of 4", shown.ToString().TrimEnd());
    }
}
