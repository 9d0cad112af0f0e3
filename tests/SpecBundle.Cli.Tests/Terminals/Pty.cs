using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>The tool on a terminal: a pseudo-terminal of the system, opened by Python.</summary>
internal static class Pty
{
    private const string Program =
        """
        import os, pty, sys, struct, fcntl, termios
        columns = int(sys.argv[1])
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.execvp(sys.argv[3], sys.argv[3:])
        os.write(fd, sys.argv[2].encode())
        out = b""
        while True:
            try:
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            out += part
        sys.stdout.buffer.write(out)
        sys.stdout.buffer.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
        """;

    /// <summary>Both outputs, as the terminal gets them.</summary>
    public static Task<CommandOutcome> RunAsync(int columns, IReadOnlyCollection<KeyValuePair<string, string>> environment, CancellationToken cancellationToken, params string[] arguments) =>
        TypeAsync("", columns, environment, cancellationToken, arguments);

    /// <summary>The same, with what a person types.</summary>
    public static async Task<CommandOutcome> TypeAsync(string typed, int columns, IReadOnlyCollection<KeyValuePair<string, string>> environment, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = CommandProcess.Prepare(new ProcessStartInfo("python3", ["-c", Program, $"{columns}", typed, .. CommandProcess.Command, .. arguments]), [new("TERM", "xterm-256color"), .. environment]);
        start.StandardOutputEncoding = System.Text.Encoding.UTF8;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandOutcome(process.ExitCode, output, await error);
    }
}
