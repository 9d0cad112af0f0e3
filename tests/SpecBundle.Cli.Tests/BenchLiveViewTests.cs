using SpeculativeDecoding.Benchmarks;
using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary>The table of a benchmark that runs.</summary>
public sealed class BenchLiveViewTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_configuration_that_failed_has_a_row_with_the_reason_until_it_is_tried_once_more()
    {
        const string Reason = "No GPU is free for it at this moment: it needs a GPU with 35.4 GB free";
        var failed = new BenchmarkProgress { Message = "8,3,1,4 failed", Configuration = "8,3,1,4", Failure = Reason };
        var next = new BenchmarkProgress { Message = "1,0,0,0: starting the server", Configuration = "1,0,0,0" };
        var again = new BenchmarkProgress { Message = "8,3,1,4: once more", Configuration = "8,3,1,4" };

        Assert.Contains("8,3,1,4", await ShownAsync(failed, next), StringComparison.Ordinal);
        Assert.Contains("failed: No GPU is free", await ShownAsync(failed, next), StringComparison.Ordinal);
        Assert.DoesNotContain("failed:", await ShownAsync(failed, next, again), StringComparison.Ordinal);
    }

    /// <summary>What stands there last, while the work still runs.</summary>
    private static async Task<string> ShownAsync(params BenchmarkProgress[] steps)
    {
        using var shown = new StringWriter();
        var view = new BenchLiveView(new Terminal(TextWriter.Null, shown, outputRedirected: true, errorRedirected: true));
        await view.WhileAsync(async progress =>
        {
            Array.ForEach(steps, progress.Report);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            return 0;
        });
        var text = shown.ToString();
        return text[Math.Max(0, text.LastIndexOf('╭'))..];
    }
}
