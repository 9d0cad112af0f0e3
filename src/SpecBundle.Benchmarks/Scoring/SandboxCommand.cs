namespace SpeculativeDecoding.Benchmarks;

/// <summary>A command line, the program first.</summary>
internal static class SandboxCommand
{
    /// <summary>How long a sandbox outlives its time limit when nobody is left to end it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly string[] Folders = ["/bin", "/sbin", "/lib", "/lib64", "/lib32"];

    /// <summary>The command that runs the program on standard input in the sandbox of a tool.</summary>
    public static IReadOnlyList<string> Build(SandboxTool tool, string toolPath, Python python, ProgramLimits limits)
    {
        var inside = new List<string>
        {
            "/usr/bin/timeout", "-s", "KILL", $"{(int)Math.Ceiling((limits.Time + Grace).TotalSeconds)}",
            python.Executable, "-I", "-B", "-c", PythonGuard.Text(limits),
        };
        var shut = tool == SandboxTool.Bubblewrap
            ? BubblewrapCommand.Build(toolPath, python, limits, inside)
            : UnshareCommand.Build(toolPath, python, limits, inside);
        // Root is not held to a number of processes, and owns what it must not write to: it goes in as nobody.
        return Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. shut]
            : shut;
    }

    /// <summary>The folders beside <c>/usr</c> that a system program needs: links into it, or folders of their own.</summary>
    public static IEnumerable<(string Path, string? Target)> SystemFolders() =>
        Folders.Where(Directory.Exists).Select(path => (path, new DirectoryInfo(path).LinkTarget));
}
