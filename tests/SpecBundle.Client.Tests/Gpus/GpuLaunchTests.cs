using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>Launches on a machine with GPUs, from several apps at once.</summary>
public sealed class GpuLaunchTests
{
    private const int Timeout = 300_000;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    [Fact(Timeout = Timeout)]
    public async Task Of_twenty_launches_in_two_apps_eight_get_a_GPU_each_and_the_others_get_theirs_as_the_first_end()
    {
        using var machine = new GpuMachine(gpus: 8);
        await using var one = new GpuApp(machine, launches: 10, Long);
        await using var other = new GpuApp(machine, launches: 10, Long);
        GpuApp[] apps = [one, other];
        await UntilAsync(apps, "ready", 8);
        await UntilAsync(apps, "waiting", 12);

        Assert.Equal(8, machine.Starts.Distinct().Count());
        Assert.All(apps.SelectMany(app => app.Said).Where(line => line.StartsWith("waiting", StringComparison.Ordinal)), line => Assert.Matches(@"Waiting for a GPU: GPU 0 is held by llama-3\.1-8b \(process \d+, since [^)]+Z\); GPU 1 is held by", line));
        while (Count(apps, "stopped") < 20)
        {
            var stopped = Count(apps, "stopped");
            (Running(one) > 0 ? one : other).EndOne();
            await UntilAsync(apps, "stopped", stopped + 1);
            await UntilAsync(apps, "ready", Math.Min(20, 8 + stopped + 1));
        }

        Assert.Equal(20, machine.Starts.Count);
        Assert.Empty(machine.Meetings);
        Assert.Equal(0, Count(apps, "refused") + Count(apps, "failed"));
    }

    [Fact(Timeout = Timeout)]
    public async Task Of_nine_launches_at_once_on_eight_GPUs_the_ninth_hears_who_holds_each()
    {
        using var machine = new GpuMachine(gpus: 8);
        await using var app = new GpuApp(machine, launches: 9, TimeSpan.Zero);
        await app.UntilAsync("ready", 8);
        await app.UntilAsync("refused", 1);

        var refusal = app.Said.Single(line => line.StartsWith("refused", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 8), gpu => Assert.Matches($@"GPU {gpu} is held by llama-3\.1-8b \(process \d+, since ", refusal));
        Assert.Contains("WaitForGpu", refusal, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 8), app.Said.Where(line => line.StartsWith("ready", StringComparison.Ordinal)).Select(line => line[^1] - '0').Order());
        Assert.Empty(machine.Meetings);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_GPU_of_an_app_that_is_killed_goes_to_one_that_waits()
    {
        using var machine = new GpuMachine(gpus: 1);
        await using var holder = new GpuApp(machine, launches: 1, TimeSpan.Zero);
        await holder.NextAsync("ready");
        await using var waiting = new GpuApp(machine, launches: 1, Long);
        await waiting.NextAsync("waiting");

        holder.Kill();

        Assert.Equal("ready 0 0", await waiting.NextAsync("ready"));
        Assert.Empty(machine.Meetings);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_GPU_that_somebody_else_uses_is_left_to_them()
    {
        using var machine = new GpuMachine(gpus: 2);
        machine.Use(gpu: 0, mebibytes: 79_000);
        await using var app = new GpuApp(machine, launches: 2, TimeSpan.Zero);
        await app.UntilAsync("ready", 1);
        await app.UntilAsync("refused", 1);

        Assert.Equal(["GPU-11111111-0000-0000-0000-000000000000"], machine.Starts);
        Assert.Contains("GPU 0 has 2.2 GB of 85.5 GB free; GPU 1 is held by llama-3.1-8b", app.Said.Single(line => line.StartsWith("refused", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("1", "ready 0 1")]
    [InlineData("GPU-11111111", "ready 0 1")]
    [InlineData("", "refused")]
    public async Task The_environment_of_the_app_is_the_frame(string frame, string said)
    {
        using var machine = new GpuMachine(gpus: 2);
        await using var app = new GpuApp(machine, launches: 1, TimeSpan.Zero, environment => environment["CUDA_VISIBLE_DEVICES"] = frame);

        await app.NextAsync(said == "refused" ? "failed 0" : said);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_GPU_whose_lease_file_cannot_be_used_is_passed_over_and_the_refusal_names_the_file()
    {
        using var machine = new GpuMachine(gpus: 2);
        var lease = Path.Combine(machine.Leases, "GPU-00000000-0000-0000-0000-000000000000.lease");
        Directory.CreateDirectory(lease);
        await using var app = new GpuApp(machine, launches: 2, TimeSpan.Zero);
        await app.UntilAsync("ready", 1);
        await app.UntilAsync("refused", 1);

        Assert.Equal(["GPU-11111111-0000-0000-0000-000000000000"], machine.Starts);
        Assert.Contains($"(its lease file {lease} can't be used: it is a directory)", app.Said.Single(line => line.StartsWith("refused", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_turn_that_another_never_gives_up_is_waited_for_with_a_word_and_not_for_ever()
    {
        using var machine = new GpuMachine(gpus: 1);
        Directory.CreateDirectory(machine.Leases);
        using var stopped = Process.Start(new ProcessStartInfo("flock", [Path.Combine(machine.Leases, "turn.lock"), "sh", "-c", "echo; exec cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await stopped.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await using (var app = new GpuApp(machine, launches: 1, TimeSpan.Zero))
        {
            Assert.Equal("turn 0 Waiting for another launch to choose its GPU", await app.NextAsync("turn"));
            Assert.Equal("ready 0 0", await app.NextAsync("ready"));
        }

        stopped.StandardInput.Close();
        await stopped.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_launch_waits_a_moment_for_memory_that_a_server_of_ours_is_giving_back()
    {
        using var machine = new GpuMachine(gpus: 1);
        await using (var first = new GpuApp(machine, launches: 1, TimeSpan.Zero))
        {
            await first.NextAsync("ready");
            first.EndOne();
            await first.NextAsync("stopped");
        }

        machine.Use(gpu: 0, mebibytes: 79_000);
        await using var next = new GpuApp(machine, launches: 1, TimeSpan.Zero);
        for (var used = 79_000; used >= 0; used -= 4_000)
        {
            // In its own time: the driver gives back step by step.
            await Task.Delay(150, TestContext.Current.CancellationToken);
            machine.Use(gpu: 0, used);
        }

        machine.Use(gpu: 0, 0);
        Assert.Equal("ready 0 0", await next.NextAsync("ready"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stop_ends_when_the_memory_is_back_and_says_so()
    {
        using var machine = new GpuMachine(gpus: 1);
        await using var app = new GpuApp(machine, launches: 1, TimeSpan.Zero);
        await app.NextAsync("ready");
        machine.Use(gpu: 0, mebibytes: 60_000);

        app.EndOne();
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(app.Said, line => line.StartsWith("stopped", StringComparison.Ordinal));
        machine.Use(gpu: 0, mebibytes: 0);

        Assert.EndsWith("; the port is free; the GPU memory is back.", await app.NextAsync("stopped"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stop_does_not_wait_for_ever_for_memory_that_another_has_taken()
    {
        using var machine = new GpuMachine(gpus: 1);
        await using var app = new GpuApp(machine, launches: 1, TimeSpan.Zero);
        await app.NextAsync("ready");
        machine.Use(gpu: 0, mebibytes: 10_000);

        app.EndOne();

        Assert.EndsWith("; 10.5 GB of GPU memory are still taken.", await app.NextAsync("stopped"), StringComparison.Ordinal);
    }

    private static int Running(GpuApp app) => app.Said.Count(line => line.StartsWith("ready", StringComparison.Ordinal)) - app.Said.Count(line => line.StartsWith("stopped", StringComparison.Ordinal));

    private static int Count(GpuApp[] apps, string beginning) => apps.Sum(app => app.Said.Count(line => line.StartsWith(beginning, StringComparison.Ordinal)));

    private static async Task UntilAsync(GpuApp[] apps, string beginning, int count)
    {
        while (Count(apps, beginning) < count)
        {
            Assert.Equal("", string.Join('\n', apps.SelectMany(app => app.Said).Where(line => line.StartsWith("failed", StringComparison.Ordinal))));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
