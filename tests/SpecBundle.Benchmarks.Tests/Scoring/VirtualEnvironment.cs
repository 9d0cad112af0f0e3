using System.Diagnostics;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A real virtual environment of a Python of this machine, with one small package of its own, where everybody may read it.</summary>
internal sealed class VirtualEnvironment : IDisposable
{
    public const string Package = "stand_in_for_numpy";
    private readonly TemporaryFolder _folder = new();

    private VirtualEnvironment()
    {
    }

    public string Python => Path.Combine(_folder.Root, "env", "bin", "python3");

    public string Neighbor => Path.Combine(_folder.Root, "secret.txt");

    /// <summary>Skips the test where no environment can be made.</summary>
    public static async Task<VirtualEnvironment> CreateAsync()
    {
        var environment = new VirtualEnvironment();
        var python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        if (!OperatingSystem.IsLinux() || python is null || await RunAsync(python, "-m", "venv", "--without-pip", Path.Combine(environment._folder.Root, "env")) != 0)
        {
            environment.Dispose();
            Assert.Skip("No virtual environment can be made here.");
        }

        await environment._folder.WriteAsync("secret.txt", "not for programs");
        var library = Directory.GetDirectories(Path.Combine(environment._folder.Root, "env", "lib"), "python3*").Single();
        await environment._folder.WriteAsync(Path.GetRelativePath(environment._folder.Root, Path.Combine(library, "site-packages", Package, "__init__.py")), "def array(numbers): return list(numbers)\n");
        await RunAsync("/bin/chmod", "-R", "a+rX", environment._folder.Root);
        return environment;
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
