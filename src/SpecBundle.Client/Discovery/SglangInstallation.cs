namespace SpeculativeDecoding;

/// <summary>A Python that has SGLang.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="Version">The release of SGLang.</param>
/// <param name="KernelVersion">The release of its kernels; null where the package has another name or is missing.</param>
internal sealed record SglangInstallation(string Python, string Version, string? KernelVersion)
{
    private const int LongestVersion = 60;
    private const int LongestLine = 100;

    // The packages' metadata alone: importing sglang would import torch, which takes seconds.
    private const string VersionProgram =
        """
        import importlib.metadata as m
        def v(*names):
            for name in names:
                try: return m.version(name)
                except m.PackageNotFoundError: pass
            return ''
        print(v('sglang')); print(v('sglang-kernel', 'sgl-kernel'))
        """;

    /// <exception cref="EngineNotFoundException">No Python has SGLang; it says where was looked.</exception>
    public static async Task<SglangInstallation> FindAsync(string? option, CancellationToken cancellationToken)
    {
        var (found, searched) = await SearchAsync(option, cancellationToken).ConfigureAwait(false);
        return found ?? throw new EngineNotFoundException(
            LaunchEngine.Sglang,
            "SGLang was not found on this machine. Looked at " + (searched.Count == 0 ? "PATH, where there is no python3" : string.Join("; ", searched)) + ".",
            "Install it (pip install \"sglang[all]\") in the Python of an active virtual environment, or name a Python that has it with LaunchOptions.Python or SPECBUNDLE_PYTHON; "
                + "LaunchPlan.ToDocker() gives a command for the official image; Catalog.Tiny with the package SpecBundle.Embedded needs neither SGLang nor a GPU.",
            searched);
    }

    public static async Task<(SglangInstallation? Found, IReadOnlyList<string> Searched)> SearchAsync(string? option, CancellationToken cancellationToken)
    {
        var searched = new List<string>();
        foreach (var candidate in PythonCandidate.All(option))
        {
            var probe = await ProbeProcess.RunAsync(candidate.Path, ["-c", VersionProgram], cancellationToken).ConfigureAwait(false);
            var lines = probe?.Output.Split('\n', StringSplitOptions.TrimEntries) ?? [];
            if (probe is { ExitCode: 0 } && lines is [{ Length: > 0 } version, var kernel, ..] && IsVersion(version))
            {
                return (new SglangInstallation(candidate.Path, version, kernel.Length > 0 ? kernel : null), searched);
            }

            searched.Add($"{candidate.Path} ({candidate.Origin}: {Describe(probe)})");
        }

        return (null, searched);
    }

    // What a start-up file of Python prints is no release.
    private static bool IsVersion(string text) => text.Length < LongestVersion && char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '+' or '-' or '_' or '!');

    private static string Describe(ProbeOutput? probe) => probe switch
    {
        null => "can't be started",
        { ExitCode: 0, Output: var output } => string.IsNullOrWhiteSpace(output) ? "has no SGLang" : $"is no Python, or prints something else: {Printable.Short(output.Trim(), LongestLine)}",
        _ => probe.Failure,
    };
}
