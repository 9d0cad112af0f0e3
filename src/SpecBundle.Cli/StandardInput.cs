using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Cli;

/// <summary>Whether there is a standard input: where a shell closed it (<c>&lt;&amp;-</c>), its number is that of the first pipe the runtime makes for itself, and to read it would never end.</summary>
internal static class StandardInput
{
    // Alike on Linux and macOS.
    private const int GetDescriptorFlags = 1;
    private const int ClosesOnExec = 1;

    /// <summary>What was inherited outlived an exec; what the runtime opens would not.</summary>
    public static bool IsOpen => OperatingSystem.IsWindows() || Control(0, GetDescriptorFlags) is var flags and >= 0 && (flags & ClosesOnExec) == 0;

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
