using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// How the runtime compiles in the processes that tests start. They live for a second, most of which would go into optimizing code
/// that hardly runs; in the long form they run as they do for users.
/// </summary>
internal static class ChildProcesses
{
    [ModuleInitializer]
    public static void CompileQuickly()
    {
        if (Soak.Draws(brief: 0, full: 1) == 1)
        {
            return;
        }

        Environment.SetEnvironmentVariable("DOTNET_TieredCompilation", "1");
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
    }
}
