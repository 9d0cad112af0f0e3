using System.Runtime.InteropServices;

namespace SpeculativeDecoding;

/// <summary>The program <c>dotnet</c>, which runs the embedded server.</summary>
internal static class DotnetHost
{
    // <root>/shared/Microsoft.NETCore.App/10.0.1/
    private const string RuntimeName = "Microsoft.NETCore.App";
    private static readonly string File = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>In order: the one that runs this app, the one that the environment names, the one that this app's runtime came with, PATH, where installers put it.</summary>
    public static string? Find() => Candidates().OfType<string>().FirstOrDefault(System.IO.File.Exists);

    /// <summary>The host that lies beside a runtime of an installation; null for the runtime of an app that brings its own.</summary>
    public static string? BesideRuntime(string runtimeFolder)
    {
        var runtime = new DirectoryInfo(Path.TrimEndingDirectorySeparator(runtimeFolder));
        return runtime.Parent is { Name: RuntimeName, Parent: { Name: "shared", Parent: { } root } } ? Path.Combine(root.FullName, File) : null;
    }

    private static IEnumerable<string?> Candidates()
    {
        if (Environment.ProcessPath is { } own && Path.GetFileName(own) == File)
        {
            yield return own;
        }

        foreach (var variable in (string[])["DOTNET_HOST_PATH", $"DOTNET_ROOT_{RuntimeInformation.ProcessArchitecture.ToString().ToUpperInvariant()}", "DOTNET_ROOT"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
            {
                yield return Path.GetFileName(root) == File ? root : Path.Combine(root, File);
            }
        }

        yield return BesideRuntime(RuntimeEnvironment.GetRuntimeDirectory());
        yield return ExecutablePath.Find("dotnet");
        foreach (var folder in UsualFolders())
        {
            yield return Path.Combine(folder, File);
        }
    }

    private static IEnumerable<string> UsualFolders() => OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
        : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet")];
}
