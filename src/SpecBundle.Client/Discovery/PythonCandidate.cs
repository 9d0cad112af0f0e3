namespace SpeculativeDecoding;

/// <summary>A place where Python may be.</summary>
/// <param name="Origin">Who names it, for example <c>SPECBUNDLE_PYTHON</c>.</param>
/// <param name="Path">The interpreter.</param>
/// <param name="IsExplicit">The user named it, so nothing else is tried in its place.</param>
internal sealed record PythonCandidate(string Origin, string Path, bool IsExplicit)
{
    /// <summary>In order: the option, the environment variable, an active virtual environment, conda, PATH.</summary>
    public static IEnumerable<PythonCandidate> All(string? option)
    {
        if (option is not null)
        {
            yield return new("the option", option, IsExplicit: true);
            yield break;
        }

        if (Environment.GetEnvironmentVariable("SPECBUNDLE_PYTHON") is { Length: > 0 } named)
        {
            yield return new("SPECBUNDLE_PYTHON", named, IsExplicit: true);
            yield break;
        }

        foreach (var variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder)
            {
                yield return new(variable, InFolder(folder), IsExplicit: false);
            }
        }

        foreach (var name in (string[])["python3", "python"])
        {
            if (ExecutablePath.Find(name) is { } path)
            {
                yield return new("PATH", path, IsExplicit: false);
            }
        }
    }

    private static string InFolder(string folder) =>
        OperatingSystem.IsWindows() ? System.IO.Path.Combine(folder, "Scripts", "python.exe") : System.IO.Path.Combine(folder, "bin", "python");
}
