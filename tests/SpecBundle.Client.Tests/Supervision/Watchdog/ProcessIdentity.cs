using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>One process and no later one of the same id, whatever it calls itself.</summary>
internal sealed record ProcessIdentity(int Id, string StartTime, string Name)
{
    /// <summary>Whether it runs; one that is dead and waits for its parent to notice does not.</summary>
    public bool IsAlive => Find(Id) is { } found && found.Process.StartTime == StartTime;

    /// <summary>All that descend from a process, parents first; a watchdog gets back what its server lets go.</summary>
    public static IReadOnlyList<ProcessIdentity> DescendantsOf(int id)
    {
        var children = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!).Where(name => name.All(char.IsAsciiDigit))
            .Select(name => Find(int.Parse(name, CultureInfo.InvariantCulture))).OfType<(ProcessIdentity Process, int Parent)>()
            .ToLookup(found => found.Parent, found => found.Process);
        var found = children[id].ToList();
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(children[found[next].Id]);
        }

        return found;
    }

    /// <summary>Those whose command line has a text, which no emptied environment hides.</summary>
    public static IReadOnlyList<ProcessIdentity> WithArgument(string text) =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!).Where(name => name.All(char.IsAsciiDigit) && CommandLine(name).Contains(text, StringComparison.Ordinal))
            .Select(name => Find(int.Parse(name, CultureInfo.InvariantCulture))?.Process).OfType<ProcessIdentity>()];

    /// <summary>What is left of them after a time that is ample.</summary>
    public static async Task<IReadOnlyList<ProcessIdentity>> LeftAsync(Func<IEnumerable<ProcessIdentity>> processes, CancellationToken cancellationToken)
    {
        for (var wait = 0; wait < 750; wait++)
        {
            if (processes().All(process => !process.IsAlive))
            {
                return [];
            }

            await Task.Delay(20, cancellationToken);
        }

        return [.. processes().Where(process => process.IsAlive)];
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static (ProcessIdentity Process, int Parent)? Find(int id)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        var fields = text[(close + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : (new ProcessIdentity(id, fields[19], text[(open + 1)..close]), int.Parse(fields[1], CultureInfo.InvariantCulture));
    }
}
