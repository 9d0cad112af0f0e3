using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Sandboxes of this machine; a test of a tool that does not work here is skipped and says why.</summary>
internal static class Sandboxes
{
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
}
