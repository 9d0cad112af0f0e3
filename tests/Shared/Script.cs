using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>Writes a program that a test is going to start.</summary>
internal static class Script
{
    /// <summary>
    /// A child writes it: what this process had open for writing is for a moment open in a child that another test is just
    /// starting, and the system starts nothing that somebody may write.
    /// </summary>
    public static void Write(string path, string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat >\"$0\" && chmod 755 \"$0\"", path]) { RedirectStandardInput = true })!;
        shell.StandardInput.Write(text.ReplaceLineEndings("\n"));
        shell.StandardInput.Close();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
