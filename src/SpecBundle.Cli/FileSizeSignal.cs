using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Cli;

/// <summary>SIGXFSZ: at the limit of <c>ulimit -f</c> a write is to fail, and be told, instead of ending the program without a word.</summary>
internal static class FileSizeSignal
{
    // Alike on Linux and macOS.
    private const int Number = 25;
    private const nint Ignored = 1;

    public static void Ignore()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(Number, Ignored);
        }
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int number, nint handler);
}
