using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A folder of a run that a command line names.</summary>
internal static class RunArgument
{
    /// <exception cref="UsageException">It is not the folder of a run.</exception>
    public static async Task<T> ReadAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (BenchmarkException exception)
        {
            throw new UsageException(OptionNames.Translate($"{exception.Message} {exception.Hint}".TrimEnd()));
        }
    }

    /// <summary>Whether two arguments name the same run.</summary>
    public static bool AreSame(string first, string second) => Resolve(first) == Resolve(second);

    private static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var folder = Path.GetFileName(full) == "requests.jsonl" ? Path.GetDirectoryName(full)! : full;
        return Directory.Exists(folder) ? Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder : folder;
    }
}
