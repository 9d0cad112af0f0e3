using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the processors of this machine have done since it started, in the kernel's ticks: all they could, what they did, and what of it was for this run.</summary>
internal readonly record struct ProcessorTime(double Total, double Busy, double Own)
{
    private const int Idle = 3;
    private const int WaitingForDisk = 4;

    // The counters come in hundredths of a second: a share of less would be made of rounding.
    private const double LeastTicks = 50;

    // The fields of /proc/PID/stat behind the name in brackets, which may itself hold blanks.
    private const int Session = 3;
    private const int UserTime = 11;
    private const int EndedChildrenSystemTime = 14;

    /// <summary>Reads it; null where there is no such kernel, or the server has no session of its own to know its processes by.</summary>
    /// <param name="server">The process that leads the server's session.</param>
    public static ProcessorTime? Read(int? server)
    {
        if (server is not { } leader || !OperatingSystem.IsLinux() || Fields($"/proc/{leader}/stat") is not { } stat || stat[Session] != leader)
        {
            return null;
        }

        var processors = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var processes = Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Select(path => Fields(path + "/stat")).OfType<double[]>().Where(fields => fields[Session] == leader);
        var client = Fields("/proc/self/stat")![UserTime..(UserTime + 2)].Sum();
        return new ProcessorTime(processors.Sum(), processors.Sum() - processors[Idle] - processors[WaitingForDisk], client + processes.Sum(fields => fields[UserTime..(EndedChildrenSystemTime + 1)].Sum()));
    }

    /// <summary>The share of the processors that others had since then; null where the time was too short to tell.</summary>
    public double? OthersSince(ProcessorTime before) => Total - before.Total >= LeastTicks
        ? Math.Clamp((Busy - before.Busy - (Own - before.Own)) / (Total - before.Total), 0, 1)
        : null;

    private static double[]? Fields(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return [.. text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is hidden from us.
            return null;
        }
    }
}
