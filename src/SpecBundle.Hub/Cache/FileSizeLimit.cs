using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>The largest file that a shell lets its processes write (<c>ulimit -f</c>). Above it the system ends a process without a word, unless that looks at the signal.</summary>
internal static class FileSizeLimit
{
    public const string Reason = "this process may not write a file that large (ulimit -f)";
    public const string Hint = "Allow it in the shell that starts this: ulimit -f unlimited.";

    // SIGXFSZ has this number on Linux and on macOS; EFBIG too.
    private const PosixSignal FileTooLarge = (PosixSignal)25;
    private const int TooLarge = 27;

    /// <summary>While it is held, a write above the limit is an error like others.</summary>
    public static IDisposable? Watch() => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileTooLarge, static context => context.Cancel = true);

    /// <summary>Writes; above the limit .NET takes the offset for wrong, which it is not.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (ArgumentOutOfRangeException exception) when (offset >= 0)
        {
            throw new IOException(exception.Message, TooLarge);
        }
    }

    public static bool IsReached(Exception exception) => !OperatingSystem.IsWindows() && exception is IOException && (exception.HResult & 0xFFFF) == TooLarge;
}
