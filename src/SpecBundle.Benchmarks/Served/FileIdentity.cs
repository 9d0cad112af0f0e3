using System.Globalization;
using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// By what a file is known to be the one that was read before: device, inode, length, and the times of its last change of data
/// and of anything else (the latter can't be set back by those who copy times too). Links count as what they lead to.
/// </summary>
internal static partial class FileIdentity
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;

    // A file that is written twice within the clock's step has the same times both times.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Its identity; null where it was written a moment ago, and where there is none to be had.</summary>
    public static string? Of(string path, TimeProvider time)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return !file.Exists || time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc < Settled ? null
                : OfLinux(file.FullName) ?? string.Create(CultureInfo.InvariantCulture, $"{file.FullName}:{file.Length}:{file.LastWriteTimeUtc.Ticks}:{file.CreationTimeUtc.Ticks}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? OfLinux(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var status = new byte[256];
        try
        {
            if (ReadStatus(CurrentFolder, path, 0, BasicFields, ref status[0]) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }

        // As struct statx of the kernel has them, alike on every processor.
        long At(int place) => BitConverter.ToInt64(status, place);
        uint Part(int place) => BitConverter.ToUInt32(status, place);
        return string.Create(CultureInfo.InvariantCulture, $"{Part(136)}.{Part(140)}:{At(32)}:{At(40)}:{At(112)}.{Part(120)}:{At(96)}.{Part(104)}");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint fields, ref byte status);
}
