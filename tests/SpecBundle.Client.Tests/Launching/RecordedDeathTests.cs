using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>Servers that died under a request, as recorded: the request fails with the cause while the process may still live.</summary>
public sealed class RecordedDeathTests : IDisposable
{
    private readonly FakePython _python = new();

    [Theory(Timeout = 120_000)]
    [InlineData("death_scheduler", "Subprocess scheduler_0 (pid=", "Subprocess scheduler_0 (pid=", "process-killed")]
    [InlineData("death_bad_token_id", "/pytorch/aten/src/ATen/native/cuda/Indexing.cu", "Scheduler hit an exception", "token-id-out-of-vocabulary")]
    public async Task A_recorded_death_ends_the_request_in_flight_with_its_cause(string recording, string hold, string telling, string id)
    {
        var tag = Guid.NewGuid().ToString("N");
        var lines = new ServerLines(telling);
        var options = _python.Options("failures/" + recording);
        options.LoggerFactory = lines;
        options.Environment["STANDIN_HOLD"] = hold;
        options.Environment[TaggedProcesses.Variable] = tag;
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);
        Assert.Equal(ServerState.Running, server.State);

        var lost = await Assert.ThrowsAsync<ServerLostException>(async () =>
        {
            await foreach (var chunk in server.Client.StreamAsync(new GenerateRequest { Prompt = "Hello" }, TestContext.Current.CancellationToken))
            {
                Assert.Equal("a", chunk.Text);
            }
        });

        var time = await lines.SinceAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recording}: {time.TotalMilliseconds:F0} ms after its line"));
        var death = Assert.IsType<ServerDiedException>(lost.InnerException);
        Assert.Same((await server.Exited).Error, death);
        Assert.Equal(id, death.Cause?.Id);
        Assert.Equal("a", lost.Partial?.Text);
        Assert.Equal(ServerState.Died, server.State);
        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _python.Dispose();
}
