using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>A file that is open to be locked. The framework's own way to open a file locks it already, so this goes past it. The lock ends with the last descriptor.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class FileLock : IDisposable
{
    private const int ReadOnly = 0;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int MostBytes = 64 * 1024;
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>A file that is there; null where it is not, or may not be read.</summary>
    public static FileLock? Open(string path) => Opened(path, ReadOnly | CloseOnExec);

    /// <summary>A file that everybody may lock, made where it is missing; null where it can't be.</summary>
    public static FileLock? OpenOrCreate(string path)
    {
        // An existing one without the wish to create: in a folder of everybody's, Linux refuses that for files of other users.
        if (Open(path) is { } existing)
        {
            return existing;
        }

        var made = Opened(path, ReadOnly | Create | CloseOnExec);
        if (made is not null)
        {
            _ = ChangeMode(made._file, 0x1B6);
        }

        return made;
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

    private static FileLock? Opened(string path, int flags)
    {
        var descriptor = OpenFile(path, flags, 0x1B6);
        return descriptor < 0 ? null : new(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fchmod")]
    private static partial int ChangeMode(SafeFileHandle file, int mode);
}
