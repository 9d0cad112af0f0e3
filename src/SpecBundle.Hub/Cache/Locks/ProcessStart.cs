using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace SpeculativeDecoding;

/// <summary>Tells a process from a later one with the same id: in a container every run has the same.</summary>
internal static class ProcessStart
{
    // Of the fields behind the name, which is in parentheses and may hold some itself.
    private const int StartField = 19;

    /// <summary>The boot of the machine and the ticks from there to the start, in one number as the Python client writes it; null where that can't be told, or there is no such process.</summary>
    public static string? Of(int process)
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal);
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return BigInteger.TryParse("0" + boot, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
                && long.TryParse(fields.ElementAtOrDefault(StartField), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                ? ((id << 64) | ticks).ToString(CultureInfo.InvariantCulture)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a process of this machine still runs.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="start">When it started; null where that is not known.</param>
    public static bool IsRunning(int process, string? start)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            return start is null || Of(process) is not { } current || current == start.Trim();
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
