namespace SpeculativeDecoding.Benchmarks;

/// <summary>The page's source files, embedded in the assembly.</summary>
internal static class PageParts
{
    public static string Read(string name)
    {
        using var stream = typeof(PageParts).Assembly.GetManifestResourceStream($"dashboard/{name}")
            ?? throw new InvalidOperationException($"The dashboard's part '{name}' is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
