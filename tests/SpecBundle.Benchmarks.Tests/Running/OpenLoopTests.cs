using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Requests that are due at times of their own.</summary>
public sealed class OpenLoopTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task In_an_open_loop_requests_are_due_at_their_times_whether_or_not_others_have_ended()
    {
        var options = Options("1,3,1,4", Questions(10));
        options.Arrivals = Arrivals.Constant(20);
        var run = await RunAsync(options);
        AssertGaps([.. Enumerable.Repeat(0.05, 9)], run.Records);
        Assert.All(run.Records, record => Assert.True(record.SentSeconds >= record.DueSeconds));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_trace_that_is_asked_twice_keeps_its_times_in_both_rounds()
    {
        var options = Options("1,3,1,4", [], Trace(0, 0.1, 0.4));
        (options.Arrivals, options.Samples) = (Arrivals.Trace, 2);
        var run = await RunAsync(options);

        // The second round begins 0.2 s after the last request: as long as requests are apart on average.
        AssertGaps([0.1, 0.3, 0.2, 0.1, 0.3], run.Records);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_trace_that_goes_on_after_an_interruption_keeps_the_times_between_what_is_left()
    {
        BenchmarkOptions Traced()
        {
            var options = Options("1,3,1,4", [], Trace(0, 0.1, 0.5, 0.6, 1.2));
            options.Arrivals = Arrivals.Trace;
            return options;
        }

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Traced(), progress => Stop(stop, progress.Done >= 2), stop.Token));
        var known = (await WrittenAsync()).Count;
        Assert.InRange(known, 2, 3);
        var run = await RunAsync(Traced());
        Assert.Equal(5, run.Records.Count);
        double[] times = [0, 0.1, 0.5, 0.6, 1.2];
        AssertGaps([.. times[known..].Skip(1).Zip(times[known..], (later, earlier) => later - earlier)], [.. run.Records.Where(record => record.Session == 1)]);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_rest_of_a_schedule_is_not_waited_for_when_the_server_has_died()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The server is found by its command line in /proc.");
        }

        var mark = "doomed-" + Guid.NewGuid().ToString("N");
        var options = Options("1,3,1,4", [], Trace(0, 0.1, 3_600));
        options.Arrivals = Arrivals.Trace;
        options.Launch.ExtraArguments.Add("--served-model-name");
        options.Launch.ExtraArguments.Add(mark);
        var run = await RunAsync(options, progress =>
        {
            if (progress.Done == 2)
            {
                KillServer(mark);
            }
        });
        Assert.IsType<ServerDiedException>(Assert.Single(run.Failures).Error);
        Assert.Equal(2, run.Records.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_trace_without_times_is_refused()
    {
        var options = Options("1,3,1,4", Questions(2));
        options.Arrivals = Arrivals.Trace;
        Assert.Contains("mine", (await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options))).Message, StringComparison.Ordinal);
    }

    private static void Stop(CancellationTokenSource stop, bool now)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    private static PromptWorkload Trace(params double[] times) => new("traced", times.Select((time, index) => new BenchmarkPrompt { Id = $"traced/{index}", Turns = Questions(index + 1)[^1..], ArrivalSeconds = time })) { MaxNewTokens = 8 };

    private static void AssertGaps(IReadOnlyList<double> gaps, IReadOnlyList<RequestRecord> records)
    {
        var due = records.Select(record => record.DueSeconds).Order().ToList();
        Assert.Equal(gaps.Count, due.Count - 1);
        Assert.All(gaps, (gap, index) => Assert.Equal(gap, due[index + 1] - due[index], 6));
    }
}
