namespace SpeculativeDecoding.Tests;

/// <summary>Outputs that are closed, full, or that nobody reads any more: real descriptors of real processes.</summary>
public sealed class ClosedOutputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Commands => new("--help", "catalog", "catalog tiny", "catalog --json", "plan llama-3.1-8b", "plan llama-3.1-8b --format json", "plan --help", "doctor tiny", "cache", "cache remove llama-3.1-8b", "dashboard --output /dev/null", "compare /nonexistent/a /nonexistent/b", "pull tiny", "generate tiny --prompt hi --max-new-tokens 2");

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Commands))]
    public async Task An_output_that_can_t_be_written_is_told_once_and_ends_in_no_trace(string command)
    {
        var arguments = command.Split(' ');
        var usual = (await CommandProcess.RunAsync(Cancellation, arguments)).ExitCode;
        foreach (var redirection in (string[])[">&-", ">/dev/full"])
        {
            await using var process = CommandProcess.StartInShell("", redirection, arguments);
            var outcome = await process.WaitAsync(Cancellation);

            // What was asked for is not there.
            Assert.Equal(usual == 0 ? 1 : usual, outcome.ExitCode);
            Assert.Equal(usual == 2 ? 0 : 1, outcome.ErrorLines.Count(line => line.StartsWith("specbundle: Standard output can't be written (", StringComparison.Ordinal)));
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        }

        foreach (var redirection in (string[])["2>&-", "2>/dev/full"])
        {
            await using var process = CommandProcess.StartInShell("", redirection, arguments);
            Assert.Equal(usual, (await process.WaitAsync(Cancellation)).ExitCode);
        }

        await using var neither = CommandProcess.StartInShell("", ">/dev/full 2>&1", arguments);
        Assert.Equal(usual == 0 ? 1 : usual, (await neither.WaitAsync(Cancellation)).ExitCode);
        await using var closed = CommandProcess.StartInShell("", ">&- 2>&- <&-", arguments);
        Assert.InRange((await closed.WaitAsync(Cancellation)).ExitCode, 0, 2);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_that_is_a_pipe_without_a_reader_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-log-");
        try
        {
            var pipe = Path.Combine(folder.FullName, "log");
            using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            {
                await made.WaitForExitAsync(Cancellation);
            }

            var outcome = await CommandProcess.RunAsync(Cancellation, "generate", "tiny", "--prompt", "hi", "--log", pipe);

            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains("a pipe does not until somebody reads it", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("catalog", "--json")]
    [InlineData("plan", "llama-3.1-8b")]
    public async Task A_reader_that_has_enough_is_no_failure(params string[] arguments)
    {
        await using var process = CommandProcess.StartInShell("", "| head -n 1", arguments);

        var outcome = await process.WaitAsync(Cancellation);

        Assert.Single(outcome.OutputLines);
        Assert.Empty(outcome.Error);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public async Task A_server_outlives_the_log_that_its_address_went_to(string redirection)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-log-").FullName;
        var log = Path.Combine(folder, "server.log");
        try
        {
            await using var launch = CommandProcess.StartInShell("", $"{redirection} 2>{folder}/error", "launch", "tiny", "--log", log);
            while (!(await TextAsync(Path.Combine(folder, "error"))).Contains("Ctrl-C stops it.", StringComparison.Ordinal))
            {
                await Task.Delay(20, Cancellation);
            }

            // It serves, and is looked after until somebody stops it.
            var address = new Uri((await TextAsync(log)).Split('\n').First(line => line.Contains(" is ready at http", StringComparison.Ordinal)).Split(" at ")[1].Split(' ')[0]);
            using (var http = new HttpClient())
            {
                Assert.True((await http.GetAsync(new Uri(address, "/health"), Cancellation)).IsSuccessStatusCode);
            }

            launch.PressCtrlC();
            Assert.Equal(130, (await launch.WaitAsync(Cancellation)).ExitCode);
            var error = await TextAsync(Path.Combine(folder, "error"));
            Assert.Single(error.Split('\n'), line => line.StartsWith("specbundle: Standard output can't be written", StringComparison.Ordinal));
            Assert.Contains("Stopped in ", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_server_outlives_its_own_log_on_a_full_disk()
    {
        await using var generate = CommandProcess.Start("generate", "tiny", "--prompt", "hi", "--max-new-tokens", "2", "--log", "/dev/full");

        var outcome = await generate.WaitAsync(Cancellation);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("specbundle: The log /dev/full can't be written (No space left on device", StringComparison.Ordinal));
    }

    [Fact(Timeout = 240_000)]
    public async Task The_whole_log_of_a_server_is_kept_where_it_is_asked_for()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-log-").FullName;
        try
        {
            var log = Path.Combine(folder, "server.log");
            for (var run = 1; run <= 2; run++)
            {
                await using var generate = CommandProcess.Start("generate", "tiny", "--prompt", "hi", "--max-new-tokens", "2", "--log", log);
                Assert.Equal(0, (await generate.WaitAsync(Cancellation)).ExitCode);
                var lines = await File.ReadAllLinesAsync(log, Cancellation);
                Assert.Equal(run, lines.Count(line => line.StartsWith("# Starting tiny on ", StringComparison.Ordinal)));
                Assert.Equal(run, lines.Count(line => line.Contains("The server is fired up", StringComparison.Ordinal)));
            }

            var refused = await CommandProcess.RunAsync(Cancellation, "launch", "tiny", "--log", folder);
            Assert.Equal(2, refused.ExitCode);
            Assert.StartsWith($"specbundle: --log: '{folder}' can't be written", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> TextAsync(string path) => File.Exists(path) ? await File.ReadAllTextAsync(path, Cancellation) : "";
}
