using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Where programs cannot be shut in, none runs, and the reason is told.</summary>
public sealed class SandboxRefusalTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("/nowhere/bwrap", "/nowhere/bwrap")]
    [InlineData("/bin/false", "exit code 1")]
    [InlineData("/bin/echo", "exit code 0")]
    public async Task A_tool_that_does_not_work_is_named_with_its_reason(string path, string reason)
    {
        var error = await Assert.ThrowsAsync<SandboxException>(() => ProgramSandbox.CreateAsync(
            new() { Tool = SandboxTool.Bubblewrap, BubblewrapPath = path }, TestContext.Current.CancellationToken));
        Assert.Contains("bwrap: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("install bubblewrap", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_command_that_would_shut_nothing_in_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        // It drops the sandbox's arguments and runs what follows them, as root would in the open.
        var fake = Path.Combine(folder.Root, "bwrap");
        Script.Write(fake, "#!/bin/sh\nwhile [ \"$1\" != \"--\" ]; do shift; done\nshift\nexec \"$@\"\n");
        File.SetUnixFileMode(folder.Root, (UnixFileMode)Convert.ToInt32("755", 8));

        var error = await Assert.ThrowsAsync<SandboxException>(() => ProgramSandbox.CreateAsync(
            new() { Tool = SandboxTool.Bubblewrap, BubblewrapPath = fake }, TestContext.Current.CancellationToken));
        Assert.Contains("does not shut in", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_interpreter_that_is_none_is_refused()
    {
        var error = await Assert.ThrowsAsync<SandboxException>(() => ProgramSandbox.CreateAsync(
            new() { PythonPath = "/bin/false" }, TestContext.Current.CancellationToken));
        Assert.Contains("/bin/false", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_sandbox_that_fails_leaves_the_answer_unscored()
    {
        var prompt = (await Fixtures.PromptsOfAsync("mbpp"))[0];
        var score = await BenchmarkSuite.Get("mbpp").ScoreAsync("x = 1", prompt, new BrokenRunner(), TestContext.Current.CancellationToken);
        Assert.Equal(("x = 1", null, "unscored: it broke"), (score.Answer, score.Correct, score.Note));
    }

    private sealed class BrokenRunner : IProgramRunner
    {
        public Task<ProgramResult> RunAsync(string source, ProgramLimits limits, CancellationToken cancellationToken = default) =>
            throw new SandboxException("it broke");
    }
}
