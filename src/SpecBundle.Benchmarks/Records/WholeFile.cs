namespace SpeculativeDecoding.Benchmarks;

/// <summary>A file of a run that is written anew, whole at once.</summary>
internal static class WholeFile
{
    /// <summary>Whoever reads the file meanwhile sees the former one.</summary>
    /// <exception cref="BenchmarkException">It can't be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"{path} can't be written: {exception.Message}", "Every finished request is in requests.jsonl; make room, and the same call writes the rest.", exception);
        }
    }
}
