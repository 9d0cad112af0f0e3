using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SpeculativeDecoding;

/// <summary>
/// Where the leases lie: a file for each GPU, named by its identifier, that a server's watchdog locks. Every app on the machine,
/// of every user, finds the same folder; in memory, so that nothing outlives a start of the machine.
/// </summary>
/// <param name="Path">The folder.</param>
internal sealed partial record GpuLeaseFolder(string Path)
{
    public const string Variable = "SPECBUNDLE_LEASES";
    private const string Memory = "/dev/shm";
    private const string Name = "specbundle-leases";
    private const int WriteAndSearch = 3;

    // Everybody may add, nobody may remove what another added.
    private const UnixFileMode Shared = (UnixFileMode)0x1FF | UnixFileMode.StickyBit;

    /// <summary>The folder, made where it is missing; null where no lease can be kept: on systems without the watchdog that holds them.</summary>
    public static GpuLeaseFolder? Open()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            // A relative one would be another folder for each app, and keep nobody apart.
            return System.IO.Path.IsPathFullyQualified(named)
                ? TryMake(named) ?? throw new InvalidValueException(Variable, named, "must name a folder that can be written")
                : throw new InvalidValueException(Variable, named, "must be an absolute path");
        }

        return (Directory.Exists(Memory) ? TryMakeShared(Memory) : null) ?? TryMakeShared(System.IO.Path.GetTempPath());
    }

    /// <summary>The lease of a GPU.</summary>
    public string FileOf(Gpu gpu) => System.IO.Path.Combine(Path, KeyOf(gpu) + ".lease");

    private static string KeyOf(Gpu gpu) =>
        gpu.Uuid?.Replace('/', '_') ?? FormattableString.Invariant($"{(gpu.Vendor == GpuVendor.Amd ? "amd" : "nvidia")}-{gpu.Index}");

    /// <summary>Whoever was first may have made it, honest or not: what counts is that it can be used, and is no link to elsewhere.</summary>
    [SupportedOSPlatform("linux")]
    private static GpuLeaseFolder? TryMakeShared(string parent)
    {
        var path = System.IO.Path.Combine(parent, Name);
        return new FileInfo(path).LinkTarget is null ? TryMake(path) : null;
    }

    [SupportedOSPlatform("linux")]
    private static GpuLeaseFolder? TryMake(string named)
    {
        try
        {
            var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(named));
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? path);
                if (MakeFolder(path, (int)Shared) == 0)
                {
                    // In a second step: the mask of the process took bits from the first. Never one that somebody else made at this moment.
                    File.SetUnixFileMode(path, Shared);
                }
            }

            return Directory.Exists(path) && MayUse(path, WriteAndSearch) == 0 ? new(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolder(string path, int mode);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MayUse(string path, int kind);
}
