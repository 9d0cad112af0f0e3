using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

/// <summary>Somebody else listens on the port that a server was given.</summary>
public sealed class TakenPortTests : IDisposable
{
    private readonly FakePython _python = new();
    private readonly TemporaryFolder _folder = new();

    [Fact(Timeout = 60_000)]
    public async Task A_stranger_that_is_faster_than_the_server_is_named_at_once_and_hears_nothing()
    {
        var tag = Guid.NewGuid().ToString("N");
        var options = _python.Options("startup/plain");
        options.Port = PortPicker.Pick("127.0.0.1");
        options.Environment[TaggedProcesses.Variable] = tag;

        // The server loads for ever: only the look at the listener can end this start.
        options.Environment["STANDIN_HOLD"] = "Load weight begin";
        using var stranger = new TcpListener(IPAddress.Loopback, options.Port.Value);
        var progress = new Relay<LaunchProgress>(step =>
        {
            if (step.Message.StartsWith("Starting SGLang", StringComparison.Ordinal))
            {
                stranger.Start();
            }
        });

        var taken = await Assert.ThrowsAsync<PortTakenException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, progress, TestContext.Current.CancellationToken));

        Assert.Equal<(int?, int?)>((options.Port, Environment.ProcessId), (taken.Port, taken.ProcessId));
        Assert.Contains($"process {Environment.ProcessId}", taken.Message, StringComparison.Ordinal);
        Assert.StartsWith("Leave out the port", taken.Hint, StringComparison.Ordinal);
        Assert.False(stranger.Pending());
        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_of_the_servers_that_left_its_session_is_not_the_server()
    {
        var options = _python.Options("failures/fail_port");
        var heard = Path.Combine(_folder.Path, "heard");
        options.Environment["STANDIN_THIEF"] = heard;

        var taken = await Assert.ThrowsAsync<PortTakenException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.NotNull(taken.ProcessId);
        Assert.Equal("Start again: another free port is picked.", taken.Hint);
        Assert.Contains("SpecBundle.StandIn.dll", taken.Message, StringComparison.Ordinal);
        Assert.Empty(await File.ReadAllTextAsync(heard, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _python.Dispose();
        _folder.Dispose();
    }
}
