using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>The turn of a launch, in a folder where others do as they like.</summary>
public sealed class GpuTurnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    private string Lock => Path.Combine(_folder.Path, "turn.lock");

    [Fact(Timeout = 60_000)]
    public async Task The_lock_is_for_every_user_and_the_next_launch_has_the_turn_when_the_first_ends_it()
    {
        var time = new Hurry();
        using (Assert.IsAssignableFrom<IDisposable>(await TakeAsync(Turn(time))))
        {
            Assert.Equal("-rw-rw-rw-", await ShellAsync("stat -c %A \"$0\""));
            Assert.Null(await TakeAsync(Turn(time)));
        }

        using var next = await TakeAsync(Turn(time));
        Assert.NotNull(next);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_turn_that_is_never_given_up_costs_a_launch_five_seconds_once_and_is_named_once()
    {
        var time = new Hurry();
        using var stuck = await TakeAsync(Turn(time));
        var before = time.Passed;
        var turn = Turn(time);

        Assert.Null(await TakeAsync(turn));
        Assert.InRange(time.Passed - before, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.1));
        before = time.Passed;
        Assert.Null(await TakeAsync(turn));
        Assert.Equal(before, time.Passed);
        Assert.Equal(["Waiting for another launch to choose its GPU"], _said);

        stuck!.Dispose();
        using var taken = await TakeAsync(turn);
        Assert.NotNull(taken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_for_the_turn_can_be_canceled()
    {
        using var stuck = await TakeAsync(Turn(TimeProvider.System));
        using var cancel = new CancellationTokenSource();
        var wait = new GpuTurn(new(_folder.Path), TimeProvider.System, _ => cancel.Cancel()).TakeAsync(cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("mkfifo \"$0\"")]
    [InlineData("mkdir \"$0\"")]
    [InlineData("ln -s \"$0.far\" \"$0\"")]
    [InlineData("mkfifo \"$0.pipe\" && ln -s \"$0.pipe\" \"$0\"")]
    public async Task What_is_no_lock_file_is_neither_waited_for_nor_followed(string made)
    {
        await ShellAsync(made);

        // In a task: an opening that hangs would not let the limit of time come.
        Assert.Null(await Task.Run(() => TakeAsync(Turn(new Hurry()))));

        Assert.False(File.Exists(Lock + ".far"));
        Assert.Empty(_said);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_file_that_a_link_leads_to_keeps_its_mode()
    {
        await ShellAsync("touch \"$0.far\" && chmod 600 \"$0.far\" && ln -s \"$0.far\" \"$0\"");

        Assert.Null(await TakeAsync(Turn(new Hurry())));

        Assert.Equal("-rw-------", await ShellAsync("stat -c %A \"$0.far\""));
    }

    public void Dispose() => _folder.Dispose();

    private GpuTurn Turn(TimeProvider time) => new(new(_folder.Path), time, _said.Add);

    private static Task<IDisposable?> TakeAsync(GpuTurn turn) => turn.TakeAsync(TestContext.Current.CancellationToken);

    private async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command, Lock]) { RedirectStandardOutput = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return said.Trim();
    }

    /// <summary>A clock on which whatever is waited for is there at once.</summary>
    private sealed class Hurry : TimeProvider
    {
        private long _ticks;

        public TimeSpan Passed => new(Interlocked.Read(ref _ticks));

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
            {
                Interlocked.Add(ref _ticks, dueTime.Ticks);
            }

            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
