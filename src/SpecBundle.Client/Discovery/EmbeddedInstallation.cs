namespace SpeculativeDecoding;

/// <summary>The embedded server on this machine.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Dotnet">The host that runs it.</param>
internal sealed record EmbeddedInstallation(string Folder, string Dotnet)
{
    private const string ServerFile = "SpecBundle.Embedded.dll";

    /// <exception cref="EngineNotFoundException">The server or the .NET host is missing.</exception>
    public static EmbeddedInstallation Find(string? option)
    {
        var (found, searched) = Search(option);
        return found ?? throw new EngineNotFoundException(
            LaunchEngine.Embedded,
            "The embedded server was not found. Looked at " + string.Join("; ", searched) + ".",
            "Add the package SpecBundle.Embedded to the app, which lays the server beside it, or name its folder with LaunchOptions.EmbeddedFolder or SPECBUNDLE_EMBEDDED. It needs the .NET 10 runtime with ASP.NET Core (dotnet).",
            searched);
    }

    public static (EmbeddedInstallation? Found, IReadOnlyList<string> Searched) Search(string? option)
    {
        var searched = new List<string>();
        var folder = Folders(option).FirstOrDefault(candidate =>
        {
            var exists = File.Exists(Path.Combine(candidate, ServerFile));
            if (!exists)
            {
                searched.Add(candidate);
            }

            return exists;
        });
        var dotnet = DotnetHost.Find();
        if (dotnet is null)
        {
            searched.Add("DOTNET_ROOT, the runtime of this app, PATH and the usual folders, where there is no dotnet");
        }

        return (folder is null || dotnet is null ? null : new EmbeddedInstallation(Path.GetFullPath(folder), dotnet), searched);
    }

    private static IEnumerable<string> Folders(string? option)
    {
        if (option is not null)
        {
            return [option];
        }

        return Environment.GetEnvironmentVariable("SPECBUNDLE_EMBEDDED") is { Length: > 0 } named
            ? [named]
            : [Path.Combine(AppContext.BaseDirectory, "specbundle-embedded")];
    }
}
