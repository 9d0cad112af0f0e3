namespace SpeculativeDecoding.Benchmarks;

/// <summary>The interpreter that programs run in, with its packages.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="Version">Its version, such as <c>3.12.4</c>.</param>
/// <param name="Folders">The folders that it and its packages lie in, outside of those that every sandbox has; none inside of another.</param>
internal sealed record Python(string Executable, string Version, IReadOnlyList<string> Folders)
{
    // Its own say in the matter: a shim or a virtual environment knows where it lives, and every link on the way to it counts.
    private const string Question = """
        import os, sys
        print(sys.version.split()[0])
        print(sys.executable)
        folders, link = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *sys.path], sys.executable
        while link:
            folders.append(os.path.dirname(link))
            link = os.path.join(os.path.dirname(link), os.readlink(link)) if os.path.islink(link) else None
        print('\n'.join(os.path.abspath(folder) for folder in folders if os.path.isdir(folder)))
        """;

    private static readonly string[] OfTheSystem = ["/usr/bin/python3", "/usr/local/bin/python3"];

    /// <summary>What every sandbox shows, or has of its own: a folder above these, or one of these, can't be shown in their place.</summary>
    private static readonly string[] Reserved = ["/", "/dev", "/etc", "/home", "/proc", "/root", "/run", "/sys", "/tmp", "/var"];

    /// <summary>Finds the interpreter that is named, else the system's, else the one on the PATH.</summary>
    /// <exception cref="SandboxException">There is none, or it can't be shown to programs alone.</exception>
    public static async Task<Python> FindAsync(string? path, CancellationToken cancellationToken)
    {
        path ??= OfTheSystem.FirstOrDefault(File.Exists) ?? ExecutablePath.Find("python3")
            ?? throw new SandboxException("there is no python3 to run programs with; install Python 3");
        var answer = await ProbeProcess.RunAsync(path, ["-I", "-c", Question], cancellationToken).ConfigureAwait(false);
        var lines = answer is { ExitCode: 0 } ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        if (lines is not [var version, var executable, .. var folders] || !File.Exists(executable))
        {
            throw new SandboxException($"{path} is not a Python 3 that works");
        }

        var own = folders.Where(folder => !IsInside(folder, "/usr") && !SandboxCommand.SystemFolders().Any(system => IsInside(folder, system.Path))).Distinct().ToList();
        if (own.Find(IsTooMuch) is { } above)
        {
            throw new SandboxException($"{path} or one of its packages lies in {above} itself, all of which programs would see; make a virtual environment, and name its Python");
        }

        return new Python(executable, version, [.. own.Where(folder => !own.Any(other => other != folder && IsInside(folder, other))).Order(StringComparer.Ordinal)]);
    }

    private static bool IsTooMuch(string folder) => Reserved.Contains(folder) || IsInside(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), folder);

    private static bool IsInside(string folder, string other) => folder == other || folder.StartsWith(other.TrimEnd('/') + "/", StringComparison.Ordinal);
}
