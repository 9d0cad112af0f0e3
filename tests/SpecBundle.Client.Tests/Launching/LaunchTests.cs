using System.Collections.Concurrent;
using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

public sealed class LaunchTests : IDisposable
{
    private readonly FakePython _python = new();

    [Theory(Timeout = 120_000)]
    [InlineData("startup/plain", "0")]
    [InlineData("startup/eagle3_first_start", "0")]
    [InlineData("startup/sglang_serve_then_sigterm", "20")]
    public async Task A_recorded_start_comes_up_with_its_phases_in_order(string recording, string speed)
    {
        var progress = new Collector();

        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options(recording, speed), progress, TestContext.Current.CancellationToken);

        Assert.Equal(ServerState.Running, server.State);
        Assert.Equal("0.5.17", server.Version);
        var phases = progress.Steps.Select(step => step.Phase).ToList();
        Assert.Equal(LaunchPhase.Starting, phases[0]);
        Assert.Equal(LaunchPhase.Ready, phases[^1]);
        Assert.Contains(LaunchPhase.LoadingWeights, phases);
        Assert.Contains(LaunchPhase.CapturingGraphs, phases);
        Assert.Contains(progress.Steps, step => step is { Phase: LaunchPhase.CapturingGraphs, Current: > 0, Total: > 0 });
        var result = await server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(-9, result.ExitCode);
        Assert.False(result.WasKilled);
        Assert.True(result.IsPortFree);
        Assert.Equal(ServerState.Stopped, server.State);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("failures/fail_flag")]
    [InlineData("failures/fail_missing_draft")]
    [InlineData("failures/fail_missing_model")]
    [InlineData("failures/fail_no_draft")]
    [InlineData("failures/fail_tp2")]
    [InlineData("failures/fail_port")]
    public async Task A_recorded_failure_is_told_with_its_cause_and_its_log(string recording)
    {
        var clock = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<ServerStartException>(
            () => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options(recording), null, TestContext.Current.CancellationToken));

        Assert.NotNull(failure.Cause);
        Assert.NotEmpty(failure.LogTail);
        Assert.False(string.IsNullOrEmpty(failure.Hint));
        Assert.Contains("sglang.launch_server", failure.Command, StringComparison.Ordinal);
        Assert.DoesNotContain("out of memory", failure.ExitCode == -9 && recording.EndsWith("tp2", StringComparison.Ordinal) ? failure.Message : "", StringComparison.OrdinalIgnoreCase);

        // It does not wait for the exit of a server that never exits.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_ends_in_its_first_generation_is_not_said_to_have_failed_before_it()
    {
        // Recorded under a request; here it comes as soon as the server is ready.
        var failure = await Assert.ThrowsAsync<ServerStartException>(
            () => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("failures/death_scheduler"), null, TestContext.Current.CancellationToken));

        Assert.Equal(LaunchPhase.Ready, failure.Phase);
        Assert.StartsWith("llama-3.1-8b did not get through its first generation: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_dies_ends_the_requests_in_flight_at_once_with_the_diagnosis()
    {
        var options = _python.Options("startup/plain");
        options.Environment["STANDIN_DIE_AFTER"] = "1500";
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        var chunks = new List<GenerateChunk>();
        var failure = await Assert.ThrowsAnyAsync<GenerateException>(async () =>
        {
            await foreach (var chunk in server.Client.StreamAsync(new GenerateRequest { Prompt = "Hello" }, TestContext.Current.CancellationToken))
            {
                chunks.Add(chunk);
            }
        });

        var exit = await server.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var died = Assert.IsType<ServerDiedException>(exit.Error);
        Assert.Equal(-9, died.ExitCode);
        Assert.Equal("The server of llama-3.1-8b died: exit code -9, killed by somebody, or by the kernel because memory ran out.", died.Message);
        Assert.Equal(ServerState.Died, server.State);
        Assert.Equal("a", failure.Partial?.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_is_cancelled_leaves_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var tag = Guid.NewGuid().ToString("N");
        var options = _python.Options("startup/plain", speed: "1");
        options.Environment[TaggedProcesses.Variable] = tag;
        cancellation.CancelAfter(1_000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, cancellation.Token));

        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_falls_silent_is_given_up()
    {
        var options = _python.Options("startup/plain", speed: "0.01");
        options.SilenceTimeout = TimeSpan.FromSeconds(1);

        var failure = await Assert.ThrowsAsync<ServerStartException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.Contains("shown no sign of life for 1 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_key_is_in_no_command_line_and_in_no_log()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);

        var commandLine = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/cmdline", TestContext.Current.CancellationToken);
        Assert.Contains("--config", commandLine, StringComparison.Ordinal);
        Assert.NotNull(server.ApiKey);
        Assert.DoesNotContain(server.ApiKey, commandLine, StringComparison.Ordinal);
        Assert.DoesNotContain(server.LogTail, line => line.Contains(server.ApiKey, StringComparison.Ordinal));
        Assert.DoesNotContain(server.ApiKey, server.Plan!.ToShell() + server.Plan.ToJson(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_is_taken_is_refused_before_anything_starts()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var options = _python.Options("startup/plain");
        options.Port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<PortTakenException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(options.Port, refused.Port);
        Assert.StartsWith("Leave out the port (PlanOptions.Port) and a free one is picked", refused.Hint, StringComparison.Ordinal);
    }

    public void Dispose() => _python.Dispose();

    private sealed class Collector : IProgress<LaunchProgress>
    {
        private readonly ConcurrentQueue<LaunchProgress> _steps = new();

        public IReadOnlyList<LaunchProgress> Steps => [.. _steps];

        public void Report(LaunchProgress value) => _steps.Enqueue(value);
    }
}
