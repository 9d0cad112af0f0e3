using System.Diagnostics;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>The child process in which the Hubs of all tests of an assembly run, each apart from the others. It ends with the tests, whose pipe it reads.</summary>
internal static class HubHost
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Lazy<Process> Host = new(() => Process.Start(new ProcessStartInfo("dotnet", [BuiltProgram.Find("SpecBundle.TestHub")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    /// <summary>Serves the repositories of a folder; the answer has the addresses of the Hub and of its storage.</summary>
    public static async Task<(string Hub, string Storage)> OpenAsync(string folder)
    {
        using var addresses = await AskAsync("open " + folder);
        return (addresses.RootElement.GetProperty("hub").GetString()!, addresses.RootElement.GetProperty("storage").GetString()!);
    }

    public static async Task CloseAsync(string folder) => (await AskAsync("close " + folder)).Dispose();

    private static async Task<JsonDocument> AskAsync(string command)
    {
        await Turn.WaitAsync();
        try
        {
            await Host.Value.StandardInput.WriteLineAsync(command);
            await Host.Value.StandardInput.FlushAsync();
            return JsonDocument.Parse(await Host.Value.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process of the Hubs has ended."));
        }
        finally
        {
            Turn.Release();
        }
    }
}
