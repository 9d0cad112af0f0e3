using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>What is left of a server whose watchdogs were killed: the app ends what carries the tag of that start.</summary>
internal static class Leftovers
{
    /// <summary>The variable that marks every process of one start, unless it has emptied its environment.</summary>
    public const string TagVariable = "SPECBUNDLE_SESSION";
    private const int Rounds = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task EndAsync(string tag)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A process may start another while it is looked for.
        for (var round = 0; round < Rounds && Find(tag) is { Count: > 0 } left; round++)
        {
            left.ForEach(Kill);
            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private static List<int> Find(string tag)
    {
        var variable = $"{TagVariable}={tag}";
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Where(name => EnvironmentOf(name!).Split('\0').Contains(variable))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];
    }

    private static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return "";
        }
    }

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or AggregateException)
        {
            // Gone meanwhile.
        }
    }
}
