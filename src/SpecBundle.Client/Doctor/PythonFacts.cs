namespace SpeculativeDecoding;

/// <summary>What an interpreter says of itself and its packages, from their metadata: importing them takes many seconds.</summary>
/// <param name="Version">The version of Python.</param>
/// <param name="KernelPackage">The kernel wheel and its version; null where there is none.</param>
internal sealed record PythonFacts(string Version, string? KernelPackage)
{
    private const string Script = """
        import sys
        from importlib import metadata
        print(sys.version.split()[0])
        for name in ("sglang-kernel", "sgl-kernel"):
            try:
                print(name, metadata.version(name))
                break
            except metadata.PackageNotFoundError:
                pass
        """;

    public static async Task<PythonFacts?> ReadAsync(string python, CancellationToken cancellationToken)
    {
        var output = await ProgramOutput.ReadAsync(python, ["-c", Script], cancellationToken).ConfigureAwait(false);
        return output?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var version, var kernel, ..] => new PythonFacts(version, kernel),
            [var version] => new PythonFacts(version, null),
            _ => null,
        };
    }
}
