using System.Diagnostics;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The interpreter that programs run in.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="OwnFolder">The folder it is installed in; null inside <c>/usr</c>, which every sandbox has.</param>
internal sealed record Python(string Executable, string? OwnFolder)
{
    private static readonly string[] OfTheSystem = ["/usr/bin/python3", "/usr/local/bin/python3"];

    /// <summary>Finds the system's interpreter, else the one on the PATH.</summary>
    /// <exception cref="SandboxException">There is none.</exception>
    public static async Task<Python> FindAsync(string? path, CancellationToken cancellationToken)
    {
        path ??= OfTheSystem.FirstOrDefault(File.Exists) ?? ExecutablePath.Find("python3")
            ?? throw new SandboxException("there is no python3 to run programs with; install Python 3");
        if (path.StartsWith("/usr/", StringComparison.Ordinal))
        {
            return new(path, null);
        }

        // A shim or a virtual environment says itself where it lives.
        var lines = await AskAsync(path, cancellationToken).ConfigureAwait(false);
        return lines is [var executable, var prefix] && File.Exists(executable) && Directory.Exists(prefix)
            ? new(executable, executable.StartsWith("/usr/", StringComparison.Ordinal) ? null : prefix)
            : throw new SandboxException($"{path} is not a Python 3 that works");
    }

    private static async Task<string[]> AskAsync(string path, CancellationToken cancellationToken)
    {
        const string where = "import os, sys; print(os.path.realpath(sys.executable)); print(sys.base_prefix)";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["-I", "-c", where]) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }
}
