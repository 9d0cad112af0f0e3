using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>What a look at a lease tells, while a real process holds it.</summary>
public sealed class GpuLeaseTests : IDisposable
{
    // SELF is the process that holds it.
    private const string Line = """{"pair":"qwen3-30b","since":"2026-11-28T22:00:00Z","watchdog":1,"server":SELF}""";
    private readonly TemporaryFolder _folder = new();

    private string Lease => Path.Combine(_folder.Path, "GPU-1.lease");

    [Fact(Timeout = 60_000)]
    public async Task A_lease_that_a_process_holds_says_who_and_one_that_it_held_is_free()
    {
        using (var holder = Hold("--exclusive", Line, out var id))
        {
            var held = Assert.Single((await LookAsync()).Holders);
            Assert.Equal(("qwen3-30b", id, null), (held.Pair, held.ProcessId, held.Share));
            Assert.Equal(new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.Zero), held.Since);
            await EndAsync(holder);
        }

        var free = await LookAsync();
        Assert.Empty(free.Holders);
        Assert.True(free.WasHeld);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_shared_lease_those_who_have_ended_are_left_out()
    {
        using var holder = Hold("--shared", """
            {"pair":"gone","share":0.5,"watchdog":999999998,"server":999999999}
            {"pair":"here","share":0.25,"server":SELF}
            """, out _);

        var held = Assert.Single((await LookAsync()).Holders);
        Assert.Equal(("here", 0.25), (held.Pair, held.Share));
        await EndAsync(holder);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("no json\n")]
    [InlineData("[1]\n{}\n")]
    public async Task A_lease_that_is_held_by_whom_it_does_not_say_is_held(string text)
    {
        using var holder = Hold("--exclusive", text, out _);

        Assert.Contains("another server", Assert.Single((await LookAsync()).Holders).ToString(), StringComparison.Ordinal);
        await EndAsync(holder);
    }

    [Fact(Timeout = 60_000)]
    public async Task Looks_from_everywhere_at_once_do_not_take_each_other_for_holders()
    {
        File.WriteAllText(Lease, Line.Replace("SELF", "1", StringComparison.Ordinal));

        var looks = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(LookAsync)));

        Assert.All(looks, look => Assert.Empty(look.Holders));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lease_that_was_never_taken_is_free()
    {
        var state = await LookAsync();

        Assert.Empty(state.Holders);
        Assert.False(state.WasHeld);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("mkdir \"$0\"", "it is a directory")]
    [InlineData("mkfifo \"$0\"", "it is no regular file")]
    [InlineData("ln -s /nowhere/else \"$0\"", "it is a symbolic link")]
    [InlineData("touch \"$0.far\" && ln -s \"$0.far\" \"$0\"", "it is a symbolic link")]
    public async Task A_lease_file_that_cannot_be_locked_counts_as_held_and_says_why(string made, string why)
    {
        await ShellAsync(made);

        // In a task: a look that hangs would not let the limit of time come.
        var state = await Task.Run(LookAsync);

        Assert.Equal($"another server, perhaps (its lease file {Lease} can't be used: {why})", Assert.Single(state.Holders).ToString());
        Assert.Null(state.Holders[0].Share);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lease_file_that_only_another_user_may_read_counts_as_held_and_says_why()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read every file.");
        await ShellAsync("touch \"$0\" && chmod 000 \"$0\"");

        Assert.Contains("this user may not read it", Assert.Single((await LookAsync()).Holders).ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void What_another_user_wrote_into_a_lease_does_not_reach_the_terminal()
    {
        var holder = Assert.Single(LeaseHolder.ReadAll("""{"pair":"a\u001b[2J\nb"}"""));

        Assert.Equal("a\uFFFD[2J b", holder.ToHolder().Pair);
    }

    public void Dispose() => _folder.Dispose();

    private Task<GpuLeaseState> LookAsync() => GpuLeaseState.OfAsync(Lease, TimeProvider.System, TestContext.Current.CancellationToken);

    private async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command, Lease]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    private Process Hold(string kind, string text, out int id)
    {
        // It writes the file itself: the framework does not write into one that is locked.
        const string Script = """printf '%s\n' "$2" | sed "s/SELF/$$/" >"$1"; echo "$$"; exec cat""";
        var start = new ProcessStartInfo("flock", [kind, Lease, "sh", "-c", Script, "sh", Lease, text]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        id = int.Parse(process.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        return process;
    }

    private static async Task EndAsync(Process holder)
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
