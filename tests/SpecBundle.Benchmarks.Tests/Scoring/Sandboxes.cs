using System.Diagnostics;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Sandboxes of this machine; a test of a tool that does not work here is skipped and says why.</summary>
internal static class Sandboxes
{
    public static ProgramLimits Short { get; } = new() { Time = TimeSpan.FromSeconds(3) };

    public static async Task<ProgramResult> RunAsync(SandboxTool tool, string source, ProgramLimits? limits = null) =>
        await (await OfAsync(tool)).RunAsync(source, limits ?? Short, TestContext.Current.CancellationToken);

    public static async Task<ProgramSandbox> OfAsync(SandboxTool tool)
    {
        try
        {
            return await ProgramSandbox.CreateAsync(new() { Tool = tool }, TestContext.Current.CancellationToken);
        }
        catch (SandboxException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    /// <summary>Whichever works.</summary>
    public static async Task<ProgramSandbox> AnyAsync()
    {
        try
        {
            return await ProgramSandbox.CreateAsync(null, TestContext.Current.CancellationToken);
        }
        catch (SandboxException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    /// <summary>The kernel takes a moment to bury them; a process that lives does not go away.</summary>
    public static async Task NoneLeftAsync(string name)
    {
        var waited = Stopwatch.StartNew();
        while (Process.GetProcessesByName(name) is { Length: > 0 } left)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"{left.Length} processes live on");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
