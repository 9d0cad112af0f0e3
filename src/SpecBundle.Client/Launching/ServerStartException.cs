namespace SpeculativeDecoding;

/// <summary>A server that did not come up. Everything it had started is gone.</summary>
public sealed class ServerStartException : SpecBundleException
{
    private const int ShownLines = 15;

    internal ServerStartException(string message, LaunchPhase phase, int? exitCode, string command, ServerFailure? cause, IReadOnlyList<string> logTail, string? hint = null)
        : base(message, hint ?? cause?.Remedy ?? "Its last lines of log are in LogTail; SpecBundle.DiagnoseAsync checks what this machine has.") =>
        (Phase, ExitCode, Command, Cause, LogTail) = (phase, exitCode, command, cause, logTail);

    /// <summary>How far the start had come.</summary>
    public LaunchPhase Phase { get; }

    /// <summary>The exit code, negative for a signal; null where it had not ended by itself. SGLang ends itself with -9 after any failure.</summary>
    public int? ExitCode { get; }

    /// <summary>The command, secrets masked.</summary>
    public string Command { get; }

    /// <summary>The first cause found in its log; null where none of the known ones was.</summary>
    public ServerFailure? Cause { get; }

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> LogTail { get; }

    internal override string Evidence =>
        string.Join(Environment.NewLine, ["The command was: " + Command, "The last lines of its log:", .. LogTail.TakeLast(ShownLines).Select(line => "  " + line)]);
}
