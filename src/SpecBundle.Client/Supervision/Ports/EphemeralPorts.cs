using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The ports that the kernel gives to outgoing connections, of any program and at any moment.</summary>
internal sealed record EphemeralPorts(int First, int Last)
{
    private const string LinuxFile = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>Below are the ports of well-known services.</summary>
    private const int Lowest = 10_000;

    /// <summary>Fewer ports outside than this, and apps that start at once would meet on them.</summary>
    private const int Room = 1_000;

    /// <summary>Those of this machine; null where they cannot be told.</summary>
    public static EphemeralPorts? Find()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(File.ReadAllText(LinuxFile)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads what Linux says: <c>32768	60999</c>.</summary>
    public static EphemeralPorts? Parse(string range) =>
        range.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        && from <= to && to <= ushort.MaxValue ? new EphemeralPorts(from, to) : null;

    /// <summary>A port that no outgoing connection takes; null where there is no room for it.</summary>
    public int? DrawOutside(Random random)
    {
        var below = Math.Max(0, First - Lowest);
        var above = ushort.MaxValue - Math.Max(Last, Lowest - 1);
        if (below + above < Room)
        {
            return null;
        }

        var draw = random.Next(below + above);
        return draw < below ? Lowest + draw : ushort.MaxValue - (draw - below);
    }
}
