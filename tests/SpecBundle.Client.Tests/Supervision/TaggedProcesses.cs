using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>Finds every process that carries a variable in its environment, whatever its parent, group or name.</summary>
internal static class TaggedProcesses
{
    public const string Variable = "SPECBUNDLE_TEST_TAG";

    public static IReadOnlyList<string> Find(string tag)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains($"{Variable}={tag}"))
                {
                    found.Add($"{Path.GetFileName(folder)}: {File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ')}");
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or not ours.
            }
        }

        return found;
    }

    /// <summary>What is left after the time that an app's users may wait.</summary>
    public static async Task<IReadOnlyList<string>> LeftAfterAsync(string tag, TimeSpan limit, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (Find(tag) is { Count: > 0 } left)
        {
            if (clock.Elapsed > limit)
            {
                return left;
            }

            await Task.Delay(20, cancellationToken);
        }

        return [];
    }
}
