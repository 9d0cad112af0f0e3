namespace SpeculativeDecoding;

/// <summary>A server that had been ready and ended by itself.</summary>
public sealed class ServerDiedException : SpecBundleException
{
    private const int ShownLines = 15;

    /// <summary>An error as the launcher makes it, for the tests of an app.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="exitCode">The exit code, negative for a signal; null where it had not ended yet.</param>
    /// <param name="cause">The first cause found in its log; null where none of the known ones was.</param>
    /// <param name="logTail">The last lines of its log.</param>
    public ServerDiedException(string message, int? exitCode, ServerFailure? cause, IReadOnlyList<string> logTail)
        : base(message, cause?.Remedy ?? "Its last lines of log are in LogTail. Launch it again; if it dies again, the log names the request or the step it dies at.") =>
        (ExitCode, Cause, LogTail) = (exitCode, cause, logTail);

    /// <summary>The exit code, negative for a signal; null where it announced its end and had not ended yet.</summary>
    public int? ExitCode { get; }

    /// <summary>The first cause found in its log; null where none of the known ones was.</summary>
    public ServerFailure? Cause { get; }

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> LogTail { get; }

    internal override string Evidence =>
        string.Join(Environment.NewLine, ["The last lines of its log:", .. LogTail.TakeLast(ShownLines).Select(line => "  " + line)]);
}
