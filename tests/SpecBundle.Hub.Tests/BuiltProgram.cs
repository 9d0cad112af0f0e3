namespace SpeculativeDecoding.Tests;

/// <summary>Finds the programs that are built beside the tests.</summary>
internal static class BuiltProgram
{
    public static string Find(string project)
    {
        // .../tests/SpecBundle.Client.Tests/bin/CONFIGURATION/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, project, "bin", output.Parent.Name, output.Name, project + ".dll");
    }
}
