using System.Runtime.Versioning;

namespace SpeculativeDecoding;

/// <summary>
/// Where the leases lie: a file for each GPU, named by its identifier, that a server's watchdog locks. Every app on the machine,
/// of every user, finds the same folder; in memory, so that nothing outlives a start of the machine.
/// </summary>
/// <param name="Path">The folder.</param>
internal sealed record GpuLeaseFolder(string Path)
{
    public const string Variable = "SPECBUNDLE_LEASES";
    private const string Memory = "/dev/shm";
    private const string Name = "specbundle-leases";

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

        return (Directory.Exists(Memory) ? TryMake(System.IO.Path.Combine(Memory, Name)) : null) ?? TryMake(System.IO.Path.Combine(System.IO.Path.GetTempPath(), Name));
    }

    /// <summary>The lease of a GPU.</summary>
    public string FileOf(Gpu gpu) => System.IO.Path.Combine(Path, KeyOf(gpu) + ".lease");

    private static string KeyOf(Gpu gpu) =>
        gpu.Uuid?.Replace('/', '_') ?? FormattableString.Invariant($"{(gpu.Vendor == GpuVendor.Amd ? "amd" : "nvidia")}-{gpu.Index}");

    [SupportedOSPlatform("linux")]
    private static GpuLeaseFolder? TryMake(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path);

                // In a second step: the mask of the process took bits from the first.
                File.SetUnixFileMode(path, Shared);
            }

            return new(System.IO.Path.GetFullPath(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
