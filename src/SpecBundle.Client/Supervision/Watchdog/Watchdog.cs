using System.Diagnostics;

namespace SpeculativeDecoding;

/// <summary>
/// The process between an app and its server. It holds the other end of a pipe: when that closes, because the app stops the
/// server or because the app is gone, everything that the server started is ended. What it hears and says is in the head of
/// <c>watchdog.py</c>.
/// </summary>
internal static class Watchdog
{
    /// <summary>The one in Python where one is known to be there, which no process outlives; else the one in shell.</summary>
    /// <param name="command">What it is to start.</param>
    /// <param name="tag">No secret: what marks every process of this start in its environment, as <see cref="Leftovers.TagVariable"/>.</param>
    public static ProcessStartInfo Start(ServerCommand command, string tag) =>
        RunsPython(command) ? StartPython(command, tag) : StartShell(command, tag);

    /// <summary>Whether it is the one that takes leases.</summary>
    public static bool RunsPython(ServerCommand command) => command.WatchdogPython is not null && OperatingSystem.IsLinux();

    private static ProcessStartInfo StartPython(ServerCommand command, string tag)
    {
        // Neither the environment nor the packages of the server's Python have a say.
        var start = new ProcessStartInfo(command.WatchdogPython!, ["-I", "-S", "-c", Text("watchdog.py"), "--tag", tag]);
        if (command.SecretFile is { } secret)
        {
            Add(start, ["--secret", secret.Path]);
        }

        foreach (var lease in command.Leases)
        {
            Add(start, ["--lease", lease.IsShared ? "shared" : "exclusive", lease.Path, lease.Holder]);
        }

        Add(start, ["--", command.Program, .. command.Arguments]);
        return start;
    }

    private static ProcessStartInfo StartShell(ServerCommand command, string tag)
    {
        // In a session of its own the watchdog hears no Ctrl-C that is meant for the app.
        string[] shell = ["/bin/sh", "-c", Text("watchdog.sh"), "specbundle-watchdog", tag, command.SecretFile?.Path ?? "", command.Program, .. command.Arguments];
        return Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists) is { } setsid
            ? new ProcessStartInfo(setsid, shell)
            : new ProcessStartInfo(shell[0], shell[1..]);
    }

    private static void Add(ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
