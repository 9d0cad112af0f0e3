namespace SpeculativeDecoding.Tests;

/// <summary>The app that tests start and kill, built beside them.</summary>
internal static class TestApp
{
    public static string Path { get; } = Sibling("SpecBundle.TestApp");

    public static string StandIn { get; } = Sibling("SpecBundle.StandIn");

    private static string Sibling(string project) => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory.Replace("SpecBundle.Client.Tests", project, StringComparison.Ordinal), project + ".dll"));
}
