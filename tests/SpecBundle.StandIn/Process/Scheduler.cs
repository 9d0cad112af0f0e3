using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.StandIn;

/// <summary>STANDIN_WORKER: a child with the title of a scheduler. When it ends, the server says so as SGLang does, and lives on.</summary>
internal static class Scheduler
{
    public static void Start(ServerOutput output)
    {
        if (Environment.GetEnvironmentVariable("STANDIN_WORKER") is null)
        {
            return;
        }

        var child = new System.Diagnostics.Process { StartInfo = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", ": sglang::scheduler; while :; do sleep 1; done" } }, EnableRaisingEvents = true };
        child.Exited += (_, _) => output.Say(string.Create(CultureInfo.InvariantCulture, $"Subprocess scheduler_0 (pid={child.Id}) crashed with exit code -9. Triggering SIGQUIT for cleanup..."));
        child.Start();
    }
}
