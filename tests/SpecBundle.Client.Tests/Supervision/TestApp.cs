namespace SpeculativeDecoding.Tests;

/// <summary>The app that tests start and kill, built beside them.</summary>
internal static class TestApp
{
    public static string Path { get; } = Sibling("SpecBundle.TestApp");

    public static string StandIn { get; } = Sibling("SpecBundle.StandIn");

    /// <summary>The embedded server that lies beside the app.</summary>
    public static LaunchOptions EmbeddedOptions() => new() { EmbeddedFolder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "specbundle-embedded") };

    private static string Sibling(string project) => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory.Replace("SpecBundle.Client.Tests", project, StringComparison.Ordinal), project + ".dll"));
}
