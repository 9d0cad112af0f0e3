namespace SpeculativeDecoding.Tests;

/// <summary>Machines that lack what every program takes for granted.</summary>
public sealed class PoorMachineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("plan llama-3.1-8b")]
    [InlineData("compare a b")]
    [InlineData("dashboard")]
    [InlineData("generate tiny --prompt hi")]
    [InlineData("bench tiny --synthetic 1:1:1")]
    public async Task A_working_folder_that_is_gone_is_named(string command)
    {
        await using var process = CommandProcess.StartInShell("d=$(mktemp -d); cd \"$d\"; rmdir \"$d\";", "", command.Split(' '));

        var outcome = await process.WaitAsync(Cancellation);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("specbundle: The working folder is gone: change to one that exists.", outcome.Error.Trim());
    }

    [Theory(Timeout = 120_000)]
    [InlineData(64)]
    [InlineData(80)]
    public async Task Too_few_files_at_once_are_told_as_that(int files)
    {
        foreach (var command in (string[])["plan llama-3.1-8b", "generate tiny --prompt hi --max-new-tokens 2"])
        {
            await using var process = CommandProcess.StartInShell($"ulimit -n {files};", "", command.Split(' '));
            var outcome = await process.WaitAsync(Cancellation);

            Assert.InRange(outcome.ExitCode, 0, 1);
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(InProcess.Fault, outcome.Error, StringComparison.Ordinal);
            Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("ulimit -n", StringComparison.Ordinal), outcome.Error);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_may_not_grow_ends_in_a_sentence_and_not_in_a_signal()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-limit-").FullName;
        try
        {
            await using var process = CommandProcess.StartInShell("ulimit -f 100; export DOTNET_EnableWriteXorExecute=0;", $"--output {folder}/page.html 2>{folder}/error", "dashboard");
            var outcome = await process.WaitAsync(Cancellation);

            Assert.InRange(outcome.ExitCode, 1, 2);
            // Without the setting .NET itself maps files that are larger.
            Assert.Contains("Raise the limit: ulimit -f unlimited.", await File.ReadAllTextAsync(Path.Combine(folder, "error"), Cancellation), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_missing_folder_for_temporary_files_is_named()
    {
        await using var process = CommandProcess.Start([new("TMPDIR", "/nonexistent/tmp")], "generate", "tiny", "--prompt", "hi");

        var outcome = await process.WaitAsync(Cancellation);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("/nonexistent/tmp", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", outcome.Error, StringComparison.Ordinal);
    }
}
