using System.Diagnostics;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What others take of the machine, by the kernel's own counters.</summary>
public sealed class ProcessorTimeTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Work_of_the_servers_session_is_its_own_and_that_of_another_is_others()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The counters are those of Linux.");
        }

        // The shell of the one has a child that works for it; the other sleeps.
        using var busy = Session("(while :; do :; done) & wait");
        using var idle = Session("sleep 60 & wait");
        try
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            var (before, beforeOfIdle) = (ProcessorTime.Read(busy.Id)!.Value, ProcessorTime.Read(idle.Id)!.Value);
            ProcessorTime after;
            do
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                after = ProcessorTime.Read(busy.Id)!.Value;
            }
            while (after.Own - before.Own < 60);

            var afterOfIdle = ProcessorTime.Read(idle.Id)!.Value;
            Assert.True(afterOfIdle.Own - beforeOfIdle.Own < after.Own - before.Own);
            Assert.True(after.OthersSince(before) < afterOfIdle.OthersSince(beforeOfIdle), "What the busy session did is others' work for the idle one alone.");
        }
        finally
        {
            busy.Kill(entireProcessTree: true);
            idle.Kill(entireProcessTree: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public void What_can_not_be_told_is_unknown()
    {
        Assert.Null(ProcessorTime.Read(null));
        Assert.Null(ProcessorTime.Read(Environment.ProcessId == 1 ? 2 : int.MaxValue));
        Assert.Null(new ProcessorTime(10, 5, 1).OthersSince(default));
        Assert.Equal(0.4, new ProcessorTime(1_100, 700, 100).OthersSince(new ProcessorTime(100, 200, 0))!.Value, 9);
    }

    private static Process Session(string script)
    {
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false };
        foreach (var argument in (string[])["sh", "-c", script])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
