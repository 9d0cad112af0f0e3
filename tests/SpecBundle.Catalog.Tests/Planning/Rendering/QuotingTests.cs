using System.Diagnostics;
using CsCheck;

namespace SpeculativeDecoding.Tests;

public sealed class QuotingTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_real_shell_gets_back_every_word_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        var words = new List<string> { "", "'", "''", "a b", "$HOME", "`id`", "\\", "\n", "*", "~", "é", "-n", "!x" };
        Gen.String[Gen.Char[(char)1, (char)0x2FF], 0, 12].Array[50].Sample(words.AddRange, iter: 20, threads: 1);
        var script = "printf '%s\\0' " + string.Join(' ', words.Select(ShellQuoting.Quote));

        Assert.Equal(words, await RunAsync(script, TestContext.Current.CancellationToken));
    }

    private static async Task<string[]> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await shell.StandardInput.WriteAsync(script.AsMemory(), cancellationToken);
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        return output.Split('\0')[..^1];
    }
}
