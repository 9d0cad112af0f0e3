using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding.Tests;

/// <summary>Lines that read as the end of a server that is ready.</summary>
public sealed class SuspicionTests : IDisposable
{
    private readonly FakePython _python = new();

    [Theory(Timeout = 60_000)]
    [InlineData("x\nSIGQUIT received. signum=3")]
    [InlineData("x\n[2026-11-24 00:06:35] SIGQUIT received. signum=3")]
    [InlineData("x\r[2026-11-24 00:06:35 TP0] Scheduler hit an exception: Traceback (most recent call last):\n")]
    public async Task A_line_that_a_client_forged_ends_no_server_however_often_it_comes(string prompt)
    {
        var log = new RecordingLog();
        var options = _python.Options("startup/plain");
        options.Environment["STANDIN_ECHO"] = "1";
        options.LoggerFactory = log;
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        for (var round = 1; round <= 2; round++)
        {
            await AskAsync(server, prompt);
            while (Refuted(log) < round)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(ServerState.Running, server.State);
        Assert.True(await server.Client.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scheduler_that_is_killed_is_a_death_though_the_server_answers_still()
    {
        var tag = Guid.NewGuid().ToString("N");
        var options = _python.Options("startup/plain");
        options.Environment["STANDIN_WORKER"] = "1";
        options.Environment[TaggedProcesses.Variable] = tag;
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        var scheduler = TaggedProcesses.Find(tag).Single(process => process.Contains(": sglang::scheduler", StringComparison.Ordinal));
        using (var process = System.Diagnostics.Process.GetProcessById(int.Parse(scheduler.AsSpan(0, scheduler.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture)))
        {
            process.Kill();
        }

        var died = Assert.IsType<ServerDiedException>((await server.Exited).Error);
        Assert.Equal("process-killed", died.Cause?.Id);
        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_is_cancelled_or_fails_is_no_death(bool isCancelled)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var log = new RecordingLog();
        var options = _python.Options(isCancelled ? "startup/plain" : "failures/fail_tp2");
        options.LoggerFactory = log;
        options.Environment["STANDIN_HOLD"] = isCancelled ? "Load weight begin" : "no such text";
        var progress = new Relay<LaunchProgress>(step =>
        {
            if (isCancelled && step.Message.StartsWith("Starting SGLang", StringComparison.Ordinal))
            {
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(300));
            }
        });

        await Assert.ThrowsAnyAsync<Exception>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, progress, cancellation.Token));

        Assert.DoesNotContain(log.Lines, line => line.Contains(" died", StringComparison.Ordinal) && line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal));
        Assert.Equal(!isCancelled, log.Lines.Any(line => line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal)));
    }

    public void Dispose() => _python.Dispose();

    private static int Refuted(RecordingLog log) => log.Lines.Count(line => line.Contains("is alive, though its log", StringComparison.Ordinal));

    private static async Task AskAsync(SpecServer server, string prompt)
    {
        await foreach (var _ in server.Client.StreamAsync(prompt, cancellationToken: TestContext.Current.CancellationToken))
        {
            break;
        }
    }
}
