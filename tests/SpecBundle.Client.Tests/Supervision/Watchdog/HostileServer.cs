namespace SpeculativeDecoding.Tests;

/// <summary>
/// A server of four processes: the first; a child that ignores SIGTERM; and one that has left session, group, parent and
/// environment behind, as a daemon does, with a child of its own.
/// </summary>
internal static class HostileServer
{
    private const string Text =
        """
        import os, signal, sys, time

        def deaf():
            for number in signal.SIGHUP, signal.SIGINT, signal.SIGTERM:
                signal.signal(number, signal.SIG_IGN)

        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            deaf()
            null = os.open("/dev/null", os.O_RDWR)
            for descriptor in 0, 1, 2:
                os.dup2(null, descriptor)
            os.fork()
            os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(1000)", sys.argv[1]], {})
        os.wait()
        if os.fork() == 0:
            deaf()
            time.sleep(1000)
        print("up", flush=True)
        time.sleep(1000)
        """;

    /// <param name="mark">An argument of each of them.</param>
    public static IReadOnlyList<string> Arguments(string mark) => ["-I", "-S", "-c", Text, mark];

    public static ServerCommand Command(string mark) => new("python3", Arguments(mark), new Dictionary<string, string>(), null) { WatchdogPython = "python3" };
}
