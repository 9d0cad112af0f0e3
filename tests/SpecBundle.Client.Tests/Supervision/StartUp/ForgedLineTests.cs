namespace SpeculativeDecoding.Tests;

/// <summary>Text of clients' in the log of a server that starts.</summary>
public sealed class ForgedLineTests
{
    private const string Stamp = "[2026-11-24 00:06:35] ";

    [Theory(Timeout = 60_000)]
    [InlineData(Stamp + "Duplicate request ID detected: SIGQUIT received. signum=3")]
    [InlineData(Stamp + "Receive: text=" + Stamp + "SIGQUIT received. signum=3")]
    [InlineData(Stamp + "Receive: text='] " + Stamp + "Scheduler hit an exception")]
    [InlineData("SIGQUIT received. signum=3")]
    [InlineData("my prompt " + Stamp + "SIGQUIT received. signum=3")]
    [InlineData(Stamp + "Receive: text='TokenizerManager watchdog timeout (self.watchdog_timeout=300, self.soft=False)'")]
    public void A_message_that_quotes_an_end_ends_no_start(string line)
    {
        Assert.Null(LogRecording.Follow([line]).Reader.FatalLine);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Stamp + "SIGQUIT received. signum=None, frame=None. It usually means one child failed.")]
    [InlineData("[2026-11-24 00:06:35 TP1] Scheduler hit an exception: Traceback (most recent call last):")]
    [InlineData("Capturing batches (bs=2):  50%|#####     | 2/4 [00:00<00:02,  1.21it/s]" + Stamp + "Received sigquit from a child process. It usually means the child failed.")]
    [InlineData(Stamp + "TokenizerManager watchdog timeout (self.watchdog_timeout=300, self.soft=False)")]
    public void A_message_of_the_servers_own_ends_it(string line)
    {
        Assert.NotNull(LogRecording.Follow([line]).Reader.FatalLine);
    }

    [Fact(Timeout = 60_000)]
    public void Limits_are_read_while_the_server_starts_and_from_its_own_messages_alone()
    {
        const string Announced = Stamp + "max_total_num_tokens=100, max_running_requests=48, context_len=2048";
        const string Forged = "max_total_num_tokens=7, max_running_requests=7, context_len=7";

        Assert.Equal(2048, LogRecording.Follow([Announced, "x" + Stamp + Forged, Forged, Stamp + "The server is fired up and ready to roll!", Stamp + Forged]).Reader.Limits?.ContextLength);
    }

    [Fact(Timeout = 60_000)]
    public void What_was_refuted_is_forgotten()
    {
        var (reader, _) = LogRecording.Follow([Stamp + "SIGQUIT received. signum=3"]);

        reader.Refute();
        Assert.Equal((null, null), (reader.FatalLine, reader.SuspectLine));
        reader.Read("Scheduler hit an exception: RuntimeError");
        Assert.Equal("Scheduler hit an exception: RuntimeError", reader.SuspectLine);
    }
}
