using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>
/// A file that is open to be locked. The framework's own way to open a file locks it already, so this goes past it. The lock ends
/// with the last descriptor. Anybody may put anything into the folder, so a link is not followed, a pipe not waited for, and
/// nothing but a regular file is locked.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class FileLock : IDisposable
{
    private const int ReadOnly = 0;
    private const int Create = 0x40;
    private const int New = 0x80;
    private const int WithoutWaiting = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Everybody = 0x1B6;
    private const int NotFound = 2;
    private const int NoDevice = 6;
    private const int Denied = 13;
    private const int NotAFolder = 20;
    private const int IsLink = 40;
    private const int MostBytes = 64 * 1024;
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    // One of the few flags whose number is not the same everywhere.
    private static int NoLink => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>A file that is there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="problem">Why it can't be locked, for example <c>it is a directory</c>; null where it can, or is not there.</param>
    /// <returns>The file; null where it is not there, or can't be locked.</returns>
    public static FileLock? Open(string path, out string? problem)
    {
        var descriptor = OpenFile(path, ReadOnly | NoLink | CloseOnExec | WithoutWaiting, 0);
        if (descriptor < 0)
        {
            problem = Problem(Marshal.GetLastPInvokeError());
            return null;
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        problem = Problem(file);
        if (problem is null)
        {
            return new(file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>A file that everybody may lock, made where it is missing; null where it can't be.</summary>
    public static FileLock? OpenOrCreate(string path)
    {
        // An existing one without the wish to create: in a folder of everybody's, Linux refuses that for files of other users.
        if (Open(path, out var problem) is { } existing)
        {
            return existing;
        }

        if (problem is not null)
        {
            return null;
        }

        var descriptor = OpenFile(path, ReadOnly | Create | New | NoLink | CloseOnExec, Everybody);
        if (descriptor < 0)
        {
            // Another may have made it at this moment.
            return Open(path, out _);
        }

        // The mask of the process took bits from the mode.
        var made = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = ChangeMode(made, Everybody);
        return new(made);
    }

    public bool TryExclusive() => Lock(_file, Exclusive | NonBlocking) == 0;

    public bool TryShared() => Lock(_file, Shared | NonBlocking) == 0;

    /// <summary>What the file holds; its beginning where it is long.</summary>
    public string ReadText()
    {
        var buffer = new byte[MostBytes];
        try
        {
            return System.Text.Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(_file, buffer, 0));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => _file.Dispose();

    private static string? Problem(int error) => error switch
    {
        NotFound or NotAFolder => null,
        IsLink => "it is a symbolic link",
        NoDevice => "it is no regular file",
        Denied => "this user may not read it",
        _ => $"it can't be opened ({Marshal.GetPInvokeErrorMessage(error)})",
    };

    /// <summary>By the descriptor: what the path means may have changed.</summary>
    private static string? Problem(SafeFileHandle file)
    {
        if (File.GetAttributes(file).HasFlag(FileAttributes.Directory))
        {
            return "it is a directory";
        }

        try
        {
            // Pipes and sockets have none.
            _ = RandomAccess.GetLength(file);
            return null;
        }
        catch (NotSupportedException)
        {
            return "it is no regular file";
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fchmod")]
    private static partial int ChangeMode(SafeFileHandle file, int mode);
}
