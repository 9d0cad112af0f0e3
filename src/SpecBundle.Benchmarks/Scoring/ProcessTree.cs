using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a process and its descendants use, as Linux tells it.</summary>
internal static class ProcessTree
{
    /// <summary>Resident memory of all together in bytes; memory that they share counts for each.</summary>
    public static long ResidentBytes(int id)
    {
        var total = 0L;
        var left = new Stack<int>([id]);
        while (left.TryPop(out var next))
        {
            total += ResidentOf(next);
            foreach (var child in Children(next))
            {
                left.Push(child);
            }
        }

        return total;
    }

    private static long ResidentOf(int id) =>
        Read($"/proc/{id}/statm").Split(' ') is [_, var pages, ..] && long.TryParse(pages, CultureInfo.InvariantCulture, out var count)
            ? count * Environment.SystemPageSize
            : 0;

    private static IEnumerable<int> Children(int id)
    {
        string[] tasks;
        try
        {
            tasks = Directory.GetDirectories($"/proc/{id}/task");
        }
        catch (IOException)
        {
            return [];
        }

        return tasks.SelectMany(task => Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
    }

    /// <summary>The file's text; empty when its process has ended.</summary>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
